// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// What `valid_zones` promises of a write to `state`.
struct FirstValidZone: ExploredProperty {
  let name = "first-valid-zone"
  let claim = "writing online to state puts a block into the first of its valid_zones"
  let source = "Documentation/admin-guide/mm/memory-hotplug.rst, valid_zones"

  func violation(by step: ExploredStep) -> String? {
    guard case .writeState(let id, let text) = step.operation,
      OnlineType(sysfsText: text.bytes.span) == .online
    else { return nil }
    return Self.violation(by: step, block: id)
  }

  /// How a block that went online did so elsewhere.
  static func violation(by step: ExploredStep, block id: MemoryBlockID) -> String? {
    guard step.before.block(id)?.state == .offline, let block = step.after.block(id),
      block.state == .online, let zone = block.zone,
      let text = try? step.before.readValidZones(block: id)
    else { return nil }
    let words = "\(text)".dropLast()
    guard words.prefix(while: { $0 != " " }) != "\(zone)" else { return nil }
    return "valid_zones of memory\(id.rawValue) was \"\(words)\", and it went to \(zone)"
  }
}
