// SPDX-License-Identifier: MIT

public import AutoMovable

/// What the kernel answers to a question, without how it got there.
public enum DecisionResult: Hashable, Sendable {
  /// The answer of `auto_movable_can_online_movable`.
  case canOnlineMovable(Bool)
  /// The answer of `zone_for_pfn_range`: a zone and its node.
  case zone(ZoneType, NodeID)
}

extension DecisionResult: CustomStringConvertible {
  /// The answer in words, such as `true` or `Movable of node 0`.
  public var description: String {
    switch self {
    case .canOnlineMovable(let isAllowed): "\(isAllowed)"
    case .zone(let zone, let nodeID): "\(zone.name) of node \(nodeID.rawValue)"
    }
  }
}
