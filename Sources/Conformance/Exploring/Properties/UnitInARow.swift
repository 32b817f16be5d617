// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A unit of a virtio-mem device whose blocks are onlined with nothing in between.
struct UnitInARow: ExploredProperty {
  let name = "unit-in-a-row"
  let claim =
    "a unit of a virtio-mem device that is offline and whose blocks are onlined in a row, in either order, is movable as a whole or not at all"
  let source = "the walk over a unit's sections in auto_movable_zone_for_pfn()"

  func isAbout(_ boot: TraceMachine) -> Bool {
    boot.parameters.policy.onlinePolicy == .autoMovable
  }

  func violation(in state: ExploredState) -> String? {
    let machine = state.machine
    let pages = machine.blockPages
    for group in machine.state.groups.groups {
      guard case .dynamic(let unitPages) = group.kind else { continue }
      let own = machine.blocks(state.boot.blocks).filter { $0.groupID == group.id }
      for unit in Set(own.map { $0.id.rawValue * pages / unitPages }).sorted() {
        let ids = own.map(\.id).filter { $0.rawValue * pages / unitPages == unit }
        let all = machine.blocks(state.boot.blocks).filter {
          $0.id.rawValue * pages / unitPages == unit
        }
        guard ids.count > 1, all.allSatisfy({ $0.state == .offline }) else { continue }
        for ids in [ids, ids.reversed()] {
          var copy = machine.agreeing
          guard let zones = copy.online(inARow: ids),
            Set(zones.map { $0 == .movable }).count > 1
          else { continue }
          return "onlined in a row, unit \(unit) of group \(group.id.rawValue) goes to \(zones)"
        }
      }
    }
    return nil
  }
}
