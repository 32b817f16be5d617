// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A DIMM whose blocks are onlined with nothing in between.
struct DeviceInARow: ExploredProperty {
  let name = "dimm-in-a-row"
  let claim =
    "a DIMM that is offline and whose blocks are onlined in a row, in either order, is movable as a whole or not at all"
  let source = "the two exits for static groups of auto_movable_zone_for_pfn()"

  func isAbout(_ boot: TraceMachine) -> Bool {
    boot.parameters.policy.onlinePolicy == .autoMovable
  }

  func violation(in state: ExploredState) -> String? {
    for group in state.machine.state.groups.groups where !group.isDynamic {
      let blocks = state.machine.blocks(state.boot.blocks).filter { $0.groupID == group.id }
      guard blocks.count > 1, blocks.allSatisfy({ $0.state == .offline }) else { continue }
      for ids in [blocks.map(\.id), blocks.reversed().map(\.id)] {
        var machine = state.machine.agreeing
        guard let zones = machine.online(inARow: ids),
          Set(zones.map { $0 == .movable }).count > 1
        else { continue }
        return "onlined in a row, the blocks of group \(group.id.rawValue) go to \(zones)"
      }
    }
    return nil
  }
}
