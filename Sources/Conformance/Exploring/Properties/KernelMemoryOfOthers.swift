// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Kernel memory of one device and the movable memory of another.
struct KernelMemoryOfOthers: ExploredProperty {
  let name = "kernel-memory-of-others"
  let claim =
    "kernel memory of one device doesn't allow more movable memory for a different one"
  let source = "Documentation/admin-guide/mm/memory-hotplug.rst, auto_movable_ratio"

  func isAbout(_ boot: TraceMachine) -> Bool {
    boot.parameters.policy.onlinePolicy == .autoMovable
  }

  func violation(by step: ExploredStep) -> String? {
    guard let onlined = step.after.onlinedBlocks.first, onlined.zone != .movable,
      step.after.onlinedBlocks.count == 1, onlined.count == 1,
      let device = step.after.block(onlined.first), !device.isEarly
    else { return nil }
    for block in step.after.offlineBlocks(step.boot.blocks) {
      guard !block.isEarly, block.groupID != device.groupID || block.groupID == nil,
        let old = step.before.block(block.id), old.state == .offline,
        let zone = step.before.zone(for: old), zone != .movable,
        step.after.zone(for: block) == .movable
      else { continue }
      return
        "memory\(device.id.rawValue) of \(words(device.groupID)) went to \(onlined.zone). Before, online would have put memory\(block.id.rawValue) of \(words(block.groupID)) into \(zone); now it goes to Movable"
    }
    return nil
  }

  private func words(_ group: MemoryGroupID?) -> String {
    group.map { "group \($0.rawValue)" } ?? "no group"
  }
}
