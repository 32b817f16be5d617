// SPDX-License-Identifier: MIT

public import AutoMovable

/// Pages that went online or offline.
public struct ReplayChange: Hashable, Sendable {
  /// The pages, negative if they went offline.
  public let pages: Int64

  /// The zone that they are in.
  public let zone: ZoneType

  /// The node of the zone.
  public let nodeID: NodeID

  /// Whether the section of the first page has been there since boot.
  public let isEarly: Bool

  /// The group that the memory belongs to.
  public let groupID: MemoryGroupID?
}
