// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension ZoneType: JSONName {}

/// The fields of an element of `zones`.
enum ZoneField: UInt8, JSONName {
  case zone, presentPages, presentEarlyPages, cmaPages, startPFN,
    spannedPages, note

  var name: StaticString {
    switch self {
    case .zone: "zone"
    case .presentPages: "present_pages"
    case .presentEarlyPages: "present_early_pages"
    case .cmaPages: "cma_pages"
    case .startPFN: "zone_start_pfn"
    case .spannedPages: "spanned_pages"
    case .note: "note"
    }
  }
}

extension JSONReader {
  /// Reads a node's list `zones`, in any order.
  mutating func readZones(into node: inout Node) throws(JSONError) {
    var seen: UInt8 = 0
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      var zone = Zone()
      var type: ZoneType?
      var fields = try JSONFields<ZoneField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .zone: type = try name()
        case .presentPages: zone.presentPages = try integer()
        case .presentEarlyPages: zone.presentEarlyPages = try integer()
        case .cmaPages: zone.cmaPages = try integer()
        case .startPFN: zone.startPFN = try integer()
        case .spannedPages: zone.spannedPages = try integer()
        case .note: _ = try string()
        }
      }
      guard let type else { throw fields.missing(.zone, in: self) }
      let bit: UInt8 = 1 &<< type.rawValue
      guard seen & bit == 0 else {
        throw invalid(
          "\(type.name) occurs twice in the node",
          at: fields.offset(of: .zone, in: self))
      }
      seen |= bit
      node.zones[Int(type.rawValue)] = zone
    }
  }
}
