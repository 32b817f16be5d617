// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension DecisionVector {
  /// How much there is to read in the vector: first its parts, then the digits
  /// of its numbers.
  var cost: Int {
    var cost = 0
    for node in state.nodes {
      cost += 10_000
      for type in 0..<ZoneType.count where node.zones[type] != Zone() {
        cost += 1_000
      }
      cost += Int(node.id.rawValue)
    }
    for group in state.groups.groups {
      cost += 10_000 + Int(group.nodeID.rawValue)
      cost += min(Int(group.id.rawValue), 1_000)
    }
    cost += state.sections.count * 2_000
    for input in VectorInput.all(of: self) {
      cost += input.value(in: self).cost
    }
    switch query {
    case .canOnlineMovable(_, let groupID, let scope):
      cost += groupID == nil ? 0 : 500
      if case .node(let id) = scope { cost += 100 + Int(id.rawValue) }
    case .zone(_, let onlineType, let nodeID, let groupID):
      cost += groupID == nil ? 0 : 500
      cost += (onlineType == .online ? 0 : 100) + Int(nodeID.rawValue)
    }
    cost += policy.isMovableNodeEnabled ? 50 : 0
    cost += policy.isAutoMovableNUMAAware ? 50 : 0
    cost += policy.onlinePolicy == .autoMovable ? 0 : 50
    return cost
  }
}
