// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The kernel zone that is picked where movable isn't.
struct PolicyKernelZone: ExploredProperty {
  let name = "policy-kernel-zone"
  let claim =
    "where the policy auto-movable refuses a block, the block goes where online_kernel would put it"
  let source = "the label kernel_zone of auto_movable_zone_for_pfn()"

  func isAbout(_ boot: TraceMachine) -> Bool {
    boot.parameters.policy.onlinePolicy == .autoMovable
  }

  func violation(in state: ExploredState) -> String? {
    for block in state.machine.offlineBlocks(state.boot.blocks) {
      guard let zone = state.machine.zone(for: block), zone != .movable,
        let kernel = state.machine.zone(for: block, as: .onlineKernel), zone != kernel
      else { continue }
      return
        "online would put memory\(block.id.rawValue) into \(zone), online_kernel into \(kernel)"
    }
    return nil
  }
}
