// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A block that goes online and offline again.
struct OnlinedAndOfflined: ExploredProperty {
  let name = "onlined-and-offlined"
  let claim =
    "a block that is onlined and then offlined leaves all counters and spans as they were"
  let source =
    "adjust_present_page_count(), move_pfn_range_to_zone() and remove_pfn_range_from_zone()"

  func violation(by step: ExploredStep) -> String? {
    let id: MemoryBlockID
    switch step.operation {
    case .writeState(let block, _), .writeOnline(let block, _): id = block
    default: return nil
    }
    guard step.before.block(id)?.state == .offline, step.after.block(id)?.state == .online
    else { return nil }
    var machine = step.after.agreeing
    do {
      try machine.writeState("offline", block: id)
    } catch {
      return "memory\(id.rawValue) doesn't go offline again: \(error)"
    }
    let (old, new) = (step.before, machine)
    guard new.state.groups.groups == old.state.groups.groups else {
      return "the groups' counters aren't what they were"
    }
    for (node, other) in zip(old.state.nodes, new.state.nodes) {
      for type in ZoneType.allCases where node[type] != other[type] {
        return
          "node \(node.id.rawValue), \(type): was \(words(node[type])), is \(words(other[type]))"
      }
    }
    guard new.nodeExtents == old.nodeExtents else { return "a node's span isn't what it was" }
    return nil
  }

  private func words(_ zone: Zone) -> String {
    "present \(zone.presentPages), early \(zone.presentEarlyPages), spanned [\(zone.startPFN), \(zone.endPFN))"
  }
}
