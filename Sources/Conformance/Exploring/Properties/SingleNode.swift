// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The test of the node where there is but one.
struct SingleNode: ExploredProperty {
  let name = "single-node"
  let claim =
    "where all memory and all devices are on one node, auto_movable_numa_aware changes nothing"
  let source = "the two calls of auto_movable_can_online_movable()"

  func violation(in state: ExploredState) -> String? {
    let nodes = state.machine.state.nodes
    guard nodes.count == 1,
      state.machine.state.groups.groups.allSatisfy({ $0.nodeID == nodes[0].id })
    else { return nil }
    var other = state.machine
    other.parameters.policy.isAutoMovableNUMAAware.toggle()
    for block in state.machine.offlineBlocks(state.boot.blocks) {
      guard let zone = state.machine.zone(for: block), let otherZone = other.zone(for: block),
        zone != otherZone
      else { continue }
      return
        "online would put memory\(block.id.rawValue) into \(zone), and into \(otherZone) with the other auto_movable_numa_aware"
    }
    return nil
  }
}
