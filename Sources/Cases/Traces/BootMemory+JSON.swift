// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

/// The fields of an element of `memory`.
private enum MemoryField: UInt8, JSONName {
  case startPFN, nrPages, nid, note

  var name: StaticString {
    switch self {
    case .startPFN: "start_pfn"
    case .nrPages: "nr_pages"
    case .nid: "nid"
    case .note: "note"
    }
  }
}

extension BootMemory {
  /// Writes the run of memory in canonical form.
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("start_pfn")
    json.value(pages.startPFN)
    json.name("nr_pages")
    json.value(pages.pageCount)
    json.name("nid")
    json.value(nodeID.rawValue)
    json.endObject()
  }
}

extension JSONReader {
  /// Reads a machine's list `memory`, whose order is meant.
  mutating func bootMemory() throws(JSONError) -> [BootMemory] {
    // Where pages are larger, booting looks at the rest.
    let limit = Geometry.x86_64.pageCount
    var memory: [BootMemory] = []
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      var pages = PageRange(startPFN: 0, pageCount: 0)
      var nodeID: NodeID = 0
      var fields = try JSONFields<MemoryField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .startPFN: pages.startPFN = try integer(in: 0...(limit - 1))
        case .nrPages: pages.pageCount = try integer(in: 1...limit)
        case .nid: nodeID = try self.nodeID()
        case .note: _ = try string()
        }
      }
      guard fields.contains(.nrPages) else { throw fields.missing(.nrPages) }
      memory.append(BootMemory(pages, nodeID: nodeID))
    }
    return memory
  }
}
