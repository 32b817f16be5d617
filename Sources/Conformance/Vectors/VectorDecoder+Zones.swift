// SPDX-License-Identifier: MIT

import AutoMovable

extension ZoneType: JSONName {}

extension VectorDecoder {
  /// The fields of an element of `zones`.
  private enum ZoneField: UInt8, JSONName {
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

  /// Reads a node's list `zones`, in any order.
  func readZones(
    _ reader: inout JSONReader, into node: inout Node
  ) throws(JSONError) {
    var seen: UInt8 = 0
    try reader.beginList()
    var isFirst = true
    while try reader.nextElement(&isFirst) {
      var zone = Zone()
      var type: ZoneType?
      var fields = try JSONFields<ZoneField>(&reader)
      while let field = try fields.next(&reader) {
        switch field {
        case .zone: type = try reader.name()
        case .presentPages: zone.presentPages = try reader.integer()
        case .presentEarlyPages: zone.presentEarlyPages = try reader.integer()
        case .cmaPages: zone.cmaPages = try reader.integer()
        case .startPFN: zone.startPFN = try reader.integer()
        case .spannedPages: zone.spannedPages = try reader.integer()
        case .note: _ = try reader.string()
        }
      }
      guard let type else { throw fields.missing(.zone, in: reader) }
      let bit: UInt8 = 1 &<< type.rawValue
      guard seen & bit == 0 else {
        throw reader.invalid(
          "\(type.name) occurs twice in the node",
          at: fields.offset(of: .zone, in: reader))
      }
      seen |= bit
      node.zones[Int(type.rawValue)] = zone
    }
  }
}
