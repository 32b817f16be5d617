// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The test of the node besides that of the system.
struct NodeTestOnlyRefuses: ExploredProperty {
  let name = "node-test-only-refuses"
  let claim = "auto_movable_numa_aware never makes a block movable that wouldn't be without it"
  let source = "the two calls of auto_movable_can_online_movable()"

  /// Where a machine puts a block. No history breaks this, so a test puts something else
  /// here.
  var zone: @Sendable (HotplugMachine, MemoryBlock) -> ZoneType? = { $0.zone(for: $1) }

  func violation(in state: ExploredState) -> String? {
    var (aware, unaware) = (state.machine, state.machine)
    aware.parameters.policy.isAutoMovableNUMAAware = true
    unaware.parameters.policy.isAutoMovableNUMAAware = false
    for block in state.machine.offlineBlocks(state.boot.blocks)
    where zone(aware, block) == .movable && zone(unaware, block) != .movable {
      return "memory\(block.id.rawValue) is movable only with it"
    }
    return nil
  }
}
