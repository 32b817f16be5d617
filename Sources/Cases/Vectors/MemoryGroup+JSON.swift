// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension MemoryGroup {
  /// Writes the group in canonical form: counters that are 0 are left out.
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("mgid")
    json.value(id.rawValue)
    json.name("nid")
    json.value(nodeID.rawValue)
    json.name("is_dynamic")
    json.value(isDynamic)
    switch kind {
    case .static(let maxPages):
      json.name("max_pages")
      json.value(maxPages)
    case .dynamic(let unitPages):
      json.name("unit_pages")
      json.value(unitPages)
    }
    json.write("present_kernel_pages", presentKernelPages)
    json.write("present_movable_pages", presentMovablePages)
    json.endObject()
  }
}
