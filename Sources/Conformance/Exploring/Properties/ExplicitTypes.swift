// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Online types that say it themselves.
struct ExplicitTypes: ExploredProperty {
  let name = "explicit-types"
  let claim = "online_kernel and online_movable don't depend on the policy or the ratio"
  let source = "the first lines of zone_for_pfn_range()"

  func violation(in state: ExploredState) -> String? {
    var other = state.machine
    other.parameters.policy.onlinePolicy =
      other.parameters.policy.onlinePolicy == .autoMovable ? .contigZones : .autoMovable
    other.parameters.policy.autoMovableRatio ^= 1
    for block in state.machine.offlineBlocks(state.boot.blocks) {
      for type in [OnlineType.onlineKernel, .onlineMovable] {
        guard let zone = state.machine.zone(for: block, as: type),
          let otherZone = other.zone(for: block, as: type), zone != otherZone
        else { continue }
        return "\(type) puts memory\(block.id.rawValue) into \(zone) or \(otherZone)"
      }
    }
    return nil
  }
}
