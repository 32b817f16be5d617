// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Online types that say it themselves.
struct ExplicitTypes: ExploredProperty {
  let name = "explicit-types"
  let claim = "online_kernel and online_movable don't depend on the policy or the ratio"
  let source = "the first lines of zone_for_pfn_range()"

  /// Where a machine puts a block. No history breaks this, so a test puts something else
  /// here.
  var zone: @Sendable (HotplugMachine, MemoryBlock, OnlineType) -> ZoneType? = {
    $0.zone(for: $1, as: $2)
  }

  func violation(in state: ExploredState) -> String? {
    var other = state.machine
    other.parameters.policy.onlinePolicy =
      other.parameters.policy.onlinePolicy == .autoMovable ? .contigZones : .autoMovable
    other.parameters.policy.autoMovableRatio ^= 1
    for block in state.machine.offlineBlocks(state.boot.blocks) {
      for type in [OnlineType.onlineKernel, .onlineMovable] {
        guard let first = zone(state.machine, block, type),
          let second = zone(other, block, type), first != second
        else { continue }
        return "\(type) puts memory\(block.id.rawValue) into \(first) or \(second)"
      }
    }
    return nil
  }
}
