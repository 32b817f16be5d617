// SPDX-License-Identifier: MIT

public import AutoMovable

/// A call of `zone_for_pfn_range` and its result.
public struct CaptureDecision: Hashable, Sendable {
  /// The task that asked, as in `kworker/0:1-17`.
  public let task: String?

  /// What was requested.
  public let onlineType: OnlineType

  /// The node of the memory.
  public let nodeID: NodeID

  /// The memory.
  public let range: PageRange

  /// The memory's group, with its counters at that moment.
  public let group: CaptureGroup?

  /// The zone that the kernel picked.
  public let zone: ZoneType

  /// The node of that zone.
  public let zoneNodeID: NodeID
}
