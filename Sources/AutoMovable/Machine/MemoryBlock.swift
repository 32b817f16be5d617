// SPDX-License-Identifier: MIT

/// The memory that is onlined and offlined at once. Mirrors
/// `struct memory_block`.
@frozen
public struct MemoryBlock: Hashable, Sendable {
  /// Whether the block's pages are in use. The states on the way from one to
  /// the other can't be seen from outside an operation.
  @frozen
  public enum State: UInt8, Hashable, Sendable {
    /// The pages are in use. Mirrors `MEM_ONLINE`.
    case online = 1
    /// The pages aren't in use. Mirrors `MEM_OFFLINE`.
    case offline = 4
  }

  /// The block's number.
  public let id: MemoryBlockID

  /// The node of the block. Mirrors `nid`.
  public let nodeID: NodeID

  /// The group that the block belongs to from its creation to its removal.
  public let groupID: MemoryGroupID?

  /// The pages at the block's start that hold the map of its pages, usually 0.
  /// Mirrors `nr_vmemmap_pages`.
  public let vmemmapPages: UInt64

  /// Whether the block was there at boot. Mirrors `early_section` of its
  /// sections.
  public let isEarly: Bool

  /// Whether some of the block's pages don't exist, as at the edges of boot
  /// memory; such a block is never offlined.
  public let hasHoles: Bool

  /// Whether the block is online.
  public var state: State

  /// What the next onlining is to do. Mirrors `online_type`.
  ///
  /// `.offline` leaves it to the policy, and is what onlining sets it to. A
  /// write to `state` sets it even if it fails because the block is online
  /// already; then it outlasts offlining, and a write to `online` obeys it.
  public var onlineType: OnlineType

  /// The zone of an online block, or `nil` if it is offline, several nodes have
  /// memory in it, or several zones span parts of it.
  public var zone: ZoneType?

  /// Whether the driver core takes the device for offline. Mirrors
  /// `dev.offline`.
  public var isDeviceOffline: Bool

  /// Creates a block that was just added: offline.
  @inlinable
  public init(
    id: MemoryBlockID, nodeID: NodeID, groupID: MemoryGroupID? = nil,
    vmemmapPages: UInt64 = 0
  ) {
    self.id = id
    self.nodeID = nodeID
    self.groupID = groupID
    self.vmemmapPages = vmemmapPages
    self.isEarly = false
    self.hasHoles = false
    self.state = .offline
    self.onlineType = .offline
    self.zone = nil
    self.isDeviceOffline = true
  }

  /// Creates a block as boot leaves it: online.
  ///
  /// - Parameters:
  ///   - id: The block's number.
  ///   - nodeID: The node of the block.
  ///   - zone: The only zone that spans a part of the block, or `nil`.
  ///   - hasHoles: Whether some of the block's pages don't exist.
  @inlinable
  public init(
    earlyID id: MemoryBlockID, nodeID: NodeID, zone: ZoneType?, hasHoles: Bool
  ) {
    self.id = id
    self.nodeID = nodeID
    self.groupID = nil
    self.vmemmapPages = 0
    self.isEarly = true
    self.hasHoles = hasHoles
    self.state = .online
    self.onlineType = .offline
    self.zone = zone
    self.isDeviceOffline = false
  }
}

extension MemoryBlock.State {
  /// The text of the file `state`.
  @inlinable
  public var name: StaticString {
    switch self {
    case .online: "online"
    case .offline: "offline"
    }
  }
}
