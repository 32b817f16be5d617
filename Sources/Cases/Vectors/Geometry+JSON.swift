// SPDX-License-Identifier: MIT

public import AutoMovable
import TextFiles

extension Geometry {
  /// The fields of an object that is a geometry.
  fileprivate enum Field: UInt8, JSONName {
    case pageSize, sectionSize, zones, numa, cma, note

    var name: StaticString {
      switch self {
      case .pageSize: "page_size_bytes"
      case .sectionSize: "section_size_bytes"
      case .zones: "zones"
      case .numa: "numa"
      case .cma: "cma"
      case .note: "note"
      }
    }
  }

  /// The one field of an object that says its geometry.
  fileprivate enum Place: UInt8, JSONName {
    case geometry

    var name: StaticString { "geometry" }
  }
}

extension Geometry {
  /// The geometry of a text: the name of an architecture, or the object that files
  /// have.
  public init?(text: String) {
    if let architecture = Architecture(name: text) {
      self = architecture.geometry
      return
    }
    let bytes = Array(text.utf8)
    var reader = JSONReader(bytes.span)
    guard reader.peek() == UInt8(ascii: "{"), let geometry = try? reader.geometry(),
      (try? reader.finish()) != nil
    else { return nil }
    self = geometry
  }

  /// The text of the geometry: the name of an architecture that has it, or else an
  /// object.
  public var text: String {
    var json = JSONWriter()
    json.value(self)
    return architecture.map { "\($0.name)" } ?? String(decoding: json.bytes, as: UTF8.self)
  }

  /// The arguments of the command line that ask for the geometry, after a blank;
  /// nothing for x86-64.
  package var arguments: String {
    self == .x86_64 ? "" : " --geometry \(text.shellWord)"
  }
}

extension JSONWriter {
  /// Writes the field `geometry` of a vector or machine, which x86-64 lacks: the
  /// name, or an object with all fields if there is none.
  mutating func write(_ geometry: Geometry) {
    guard geometry != .x86_64 else { return }
    name("geometry")
    value(geometry)
  }

  fileprivate mutating func value(_ geometry: Geometry) {
    if let architecture = geometry.architecture { return value(architecture.name) }
    beginObject()
    name("page_size_bytes")
    value(geometry.pageSize)
    name("section_size_bytes")
    value(geometry.sectionSize)
    name("zones")
    beginList()
    for zone in ZoneType.allCases where geometry.zones.contains(zone) { value(zone.name) }
    endList()
    name("numa")
    value(geometry.isNUMA)
    name("cma")
    value(geometry.hasCMA)
    endObject()
  }
}

extension JSONReader {
  /// Reads a geometry: a name, or an object in which what is left out is as on
  /// x86-64.
  mutating func geometry() throws(JSONError) -> Geometry {
    let first = peek()
    let start = position
    guard first != UInt8(ascii: "\"") else {
      let name = String(decoding: try utf8(), as: UTF8.self)
      guard let architecture = Architecture(name: name) else {
        throw expected(
          "an object or "
            + Architecture.names.joined(separator: ", "),
          at: start)
      }
      return architecture.geometry
    }
    let usual = Geometry.x86_64
    var (pageSize, sectionSize) = (usual.pageSize, usual.sectionSize)
    var (zones, isNUMA, hasCMA) = (usual.zones, usual.isNUMA, usual.hasCMA)
    var fields = try JSONFields<Geometry.Field>(&self, "an object or a name")
    while let field = try fields.next(&self) {
      switch field {
      case .pageSize: pageSize = try size(in: Geometry.pageSizes)
      case .sectionSize: sectionSize = try size(in: Geometry.sectionSizes)
      case .zones: zones = try geometryZones()
      case .numa: isNUMA = try boolean()
      case .cma: hasCMA = try boolean()
      case .note: _ = try string()
      }
    }
    guard
      let geometry = Geometry(
        pageSize: pageSize, sectionSize: sectionSize, zones: zones, isNUMA: isNUMA,
        hasCMA: hasCMA)
    else { throw invalid("there is no such geometry", at: start) }
    return geometry
  }

  /// The geometry that the object at the position says, wherever it stands in it.
  ///
  /// Nothing if it says none, or isn't well-formed: whoever reads it tells.
  func geometryAhead() -> Geometry? {
    var reader = copy self
    do throws(JSONError) {
      var fields = try JSONFields<Geometry.Place>(&reader)
      guard try fields.nextKnown(&reader) != nil else { return nil }
      return try reader.geometry()
    } catch {
      return nil
    }
  }

  private mutating func size(in sizes: ClosedRange<UInt64>) throws(JSONError) -> UInt64 {
    _ = peek()
    let start = position
    let size: UInt64 = try integer()
    guard sizes.contains(size), size & (size - 1) == 0 else {
      throw expected(
        "a power of two from \(sizes.lowerBound) to \(sizes.upperBound)", at: start)
    }
    return size
  }

  private mutating func geometryZones() throws(JSONError) -> Geometry.Zones {
    _ = peek()
    let start = position
    var zones = Geometry.Zones.fewest
    var seen: UInt8 = 0
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      _ = peek()
      let position = position
      let zone: ZoneType = try name()
      guard seen & 1 &<< zone.rawValue == 0 else {
        throw invalid("\(zone.name) occurs twice", at: position)
      }
      seen |= 1 &<< zone.rawValue
      zones = zones.with(zone)
    }
    for zone in [ZoneType.normal, .movable] where seen & 1 &<< zone.rawValue == 0 {
      throw invalid("\(zone.name) is missing, which every kernel has", at: start)
    }
    return zones
  }
}

// MARK: What a geometry allows

extension JSONReader {
  /// Reads the name of a zone that nodes have.
  mutating func zoneType(of geometry: Geometry) throws(JSONError) -> ZoneType {
    _ = peek()
    let start = position
    let zone: ZoneType = try name()
    guard geometry.zones.contains(zone) else {
      throw invalid("there is no \(zone.name) on \(geometry.words)", at: start)
    }
    return zone
  }

  /// Reads the number of a node that can exist: without `CONFIG_NUMA`, 0.
  @inline(__always)
  mutating func nodeID(of geometry: Geometry) throws(JSONError) -> NodeID {
    let id = try nodeID()
    guard geometry.isNUMA || id == 0 else { throw noSuchNode(id, geometry) }
    return id
  }

  @inline(never)
  private func noSuchNode(_ id: NodeID, _ geometry: Geometry) -> JSONError {
    invalid("node \(id.rawValue), but without NUMA there is node 0 alone", at: position)
  }
}
