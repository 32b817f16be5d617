// SPDX-License-Identifier: MIT

public import AutoMovable

/// What the kernel answers to a question, without how it got there.
public enum DecisionResult: Hashable, Sendable {
  /// The answer of `auto_movable_can_online_movable`.
  case canOnlineMovable(Bool)
  /// The answer of `zone_for_pfn_range`: a zone and its node.
  case zone(ZoneType, NodeID)
}
