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
