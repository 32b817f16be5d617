// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// What `valid_zones` promises of a write to `online`.
struct FirstValidZoneByOnlineFile: ExploredProperty {
  let name = "first-valid-zone-by-online"
  let claim = "writing 1 to online puts a block into the first of its valid_zones"
  let source = "Documentation/ABI/testing/sysfs-devices-memory, online and valid_zones"

  func violation(by step: ExploredStep) -> String? {
    guard case .writeOnline(let id, _) = step.operation,
      let violation = FirstValidZone.violation(by: step, block: id),
      let block = step.before.block(id)
    else { return nil }
    return violation
      + ": a write to state while it was online had left \(block.onlineType) behind"
  }
}
