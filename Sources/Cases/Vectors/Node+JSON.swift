// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension Node {
  /// Writes the node in canonical form: zones and numbers that are 0 are left
  /// out.
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("nid")
    json.value(id.rawValue)
    json.name("zones")
    json.beginList()
    for type in ZoneType.allCases where self[type] != Zone() {
      let zone = self[type]
      json.beginObject()
      json.name("zone")
      json.value(type.name)
      json.write("present_pages", zone.presentPages)
      json.write("present_early_pages", zone.presentEarlyPages)
      json.write("cma_pages", zone.cmaPages)
      json.write("zone_start_pfn", zone.startPFN)
      json.write("spanned_pages", zone.spannedPages)
      json.endObject()
    }
    json.endList()
    json.endObject()
  }
}

extension JSONWriter {
  /// Writes a field with a number, left out if that is 0.
  mutating func write(_ name: StaticString, _ number: UInt64) {
    guard number != 0 else { return }
    self.name(name)
    value(number)
  }
}
