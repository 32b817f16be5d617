// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

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
  mutating func readZones(
    into node: inout Node, of geometry: Geometry
  ) throws(JSONError) {
    var seen: UInt8 = 0
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      var zone = Zone()
      var type: ZoneType?
      var fields = try JSONFields<ZoneField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .zone: type = try zoneType(of: geometry)
        case .presentPages: zone.presentPages = try integer()
        case .presentEarlyPages: zone.presentEarlyPages = try integer()
        case .cmaPages: zone.cmaPages = try integer()
        case .startPFN: zone.startPFN = try integer()
        case .spannedPages: zone.spannedPages = try integer()
        case .note: _ = try string()
        }
      }
      guard let type else { throw fields.missing(.zone) }
      let bit: UInt8 = 1 &<< type.rawValue
      guard seen & bit == 0 else {
        throw invalid(
          "\(type.name) occurs twice in the node",
          at: fields.offset(of: .zone, in: self))
      }
      seen |= bit
      if !geometry.hasCMA { zone.cmaPages = 0 }
      node.zones[Int(type.rawValue)] = zone
    }
  }
}

extension JSONReader {
  /// The error of `present_early_pages` of a zone in a list of zones that has been
  /// read before.
  func invalidEarlyPages(
    of type: ZoneType, inZonesAt start: Int, _ message: String
  ) -> JSONError {
    var reader = self
    reader.position = start
    do throws(JSONError) {
      try reader.beginList()
      var isFirst = true
      while try reader.nextElement(&isFirst) {
        var found: ZoneType?
        var fields = try JSONFields<ZoneField>(&reader)
        while let field = try fields.next(&reader) {
          if field == .zone { found = try reader.name() } else { try reader.skipValue() }
        }
        guard found == type else { continue }
        return fields.contains(.presentEarlyPages)
          ? invalid(message, at: fields.offset(of: .presentEarlyPages, in: reader))
          : invalid("present_early_pages is missing, \(message)", at: fields.start)
      }
    } catch {}
    return invalid(message, at: start)
  }
}
