// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A device that gets memory and loses it again.
struct GrownAndShrunk: ExploredProperty {
  let name = "grown-and-shrunk"
  let claim =
    "memory that is added, onlined or not, and then offlined and removed leaves everything as it was"
  let source = "add_memory_resource() and offline_and_remove_memory()"

  func violation(by step: ExploredStep) -> String? {
    guard case .addMemory(let range, _, _, _) = step.operation, step.result.number == 0
    else { return nil }
    var machine = step.after.agreeing
    do {
      try machine.offlineAndRemoveMemory(range)
    } catch {
      return "offline_and_remove_memory of what was added fails: \(error)"
    }
    let blocks = step.boot.blocks
    guard machine.image(blocks) != step.before.agreeing.image(blocks) else { return nil }
    return "after offline_and_remove_memory of what was added, something is left"
  }
}
