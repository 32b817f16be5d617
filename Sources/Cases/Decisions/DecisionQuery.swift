// SPDX-License-Identifier: MIT

public import AutoMovable

/// One question to the policy about a machine's state.
public enum DecisionQuery: Hashable, Sendable {
  /// May memory become movable? Mirrors `auto_movable_can_online_movable`.
  case canOnlineMovable(pages: UInt64, groupID: MemoryGroupID?, scope: RatioTest.Scope)

  /// Which zone does memory go to? Mirrors `zone_for_pfn_range`.
  case zone(
    range: PageRange, onlineType: OnlineType, nodeID: NodeID,
    groupID: MemoryGroupID?)
}

extension DecisionQuery {
  /// The group that the question is about.
  public var groupID: MemoryGroupID? {
    switch self {
    case .canOnlineMovable(_, let groupID, _): groupID
    case .zone(_, _, _, let groupID): groupID
    }
  }
}

extension DecisionQuery: CustomStringConvertible {
  /// The question as a call in the kernel, such as
  /// `auto_movable_can_online_movable(-1, NULL, 32768)`; groups by their ids.
  public var description: String {
    let mgid = groupID.map { "\($0.rawValue)" } ?? "NULL"
    return switch self {
    case .canOnlineMovable(let pages, _, let scope):
      "auto_movable_can_online_movable(\(scope.nid), \(mgid), \(pages))"
    case .zone(let range, let onlineType, let nodeID, _):
      "zone_for_pfn_range(\(onlineType.name), \(nodeID.rawValue), \(mgid), "
        + "\(range.startPFN), \(range.pageCount))"
    }
  }
}
