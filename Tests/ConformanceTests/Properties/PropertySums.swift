// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases

/// The sums of a ratio test in integers that don't wrap, for sane states.
struct PropertySums {
  var early = 0
  var movable = 0
  var required = 0
  /// The kernel pages that count in the comparison.
  var kernel: Int

  init(_ vector: DecisionVector) {
    func isAsked(_ id: NodeID) -> Bool { vector.scope == .system || vector.scope == .node(id) }
    for node in vector.state.nodes where isAsked(node.id) {
      for type in ZoneType.allCases where node[type].presentPages > 0 {
        if type == .movable {
          movable += Int(node[type].presentPages)
        } else {
          early += Int(node[type].presentEarlyPages) - Int(node[type].cmaPages)
          movable += Int(node[type].cmaPages)
        }
      }
    }
    kernel = early
    for group in vector.state.groups.groups where group.isDynamic {
      if group.id == vector.query.groupID {
        kernel += Int(group.presentKernelPages)
      } else if isAsked(group.nodeID) {
        let need =
          100 * Int(group.presentMovablePages) / Int(vector.policy.autoMovableRatio)
          - Int(group.presentKernelPages)
        required += max(0, need)
        movable -= Int(group.presentMovablePages)
      }
    }
    kernel -= required
  }
}
