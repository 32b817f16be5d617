// SPDX-License-Identifier: MIT

public import AutoMovable

/// A memory block at one moment.
public struct BlockSnapshot: Hashable, Sendable {
  /// The node of the block.
  public var nodeID: NodeID
  /// The group of the block.
  public var groupID: MemoryGroupID?
  /// The pages that hold the block's own map.
  public var vmemmapPages: UInt64
  /// Whether the block has been there since boot.
  public var isEarly: Bool
  /// `MEM_ONLINE`, `MEM_OFFLINE` or what else the state may be.
  public var state: UInt64
  /// What the next onlining is to do, as `MMOP_`.
  public var onlineType: OnlineType?
  /// The zone, or `nil` if there is none or several.
  public var zone: ZoneType?
  /// Whether the driver core takes the device for offline.
  public var isDeviceOffline: Bool

  /// Creates a snapshot.
  public init(
    nodeID: NodeID, groupID: MemoryGroupID?, vmemmapPages: UInt64,
    isEarly: Bool, state: UInt64, onlineType: OnlineType?, zone: ZoneType?,
    isDeviceOffline: Bool
  ) {
    self.nodeID = nodeID
    self.groupID = groupID
    self.vmemmapPages = vmemmapPages
    self.isEarly = isEarly
    self.state = state
    self.onlineType = onlineType
    self.zone = zone
    self.isDeviceOffline = isDeviceOffline
  }
}

extension BlockSnapshot {
  /// Creates the snapshot of a block of the core.
  @inline(__always)
  public init(_ block: MemoryBlock) {
    self.init(
      nodeID: block.nodeID, groupID: block.groupID,
      vmemmapPages: block.vmemmapPages, isEarly: block.isEarly,
      state: UInt64(block.state.rawValue), onlineType: block.onlineType,
      zone: block.zone, isDeviceOffline: block.isDeviceOffline)
  }
}
