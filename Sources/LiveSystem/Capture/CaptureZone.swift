// SPDX-License-Identifier: MIT

public import AutoMovable
import TextFiles

/// The counters of one zone, in pages.
public struct CaptureZone: Hashable, Sendable {
  /// The fields of the kernel's own `struct zone`.
  public struct Raw: Hashable, Sendable {
    /// `zone_start_pfn`.
    public var startPFN: UInt64?
    /// `spanned_pages`.
    public var spanned: UInt64?
    /// `present_pages`.
    public var present: UInt64?
    /// `present_early_pages`.
    public var presentEarly: UInt64?
    /// `managed_pages`.
    public var managed: UInt64?
  }

  /// The node.
  public let nodeID: NodeID

  /// The zone.
  public let type: ZoneType

  /// `pages free` of `/proc/zoneinfo`.
  public var free: UInt64?

  /// `spanned` of `/proc/zoneinfo`.
  public var spanned: UInt64?

  /// `present` of `/proc/zoneinfo`, or of `raw` if it isn't there.
  public var present: UInt64

  /// `managed` of `/proc/zoneinfo`.
  public var managed: UInt64?

  /// `cma` of `/proc/zoneinfo`.
  public var cma: UInt64?

  /// `nr_free_cma` of `/proc/zoneinfo`.
  public var freeCMA: UInt64?

  /// `start_pfn` of `/proc/zoneinfo`, which leaves it out if there are no
  /// pages.
  public var startPFN: UInt64?

  /// `present_early_pages`, which `/proc/zoneinfo` doesn't have.
  public var presentEarly: UInt64?

  /// What was read from the kernel's memory.
  public var raw: Raw?
}

extension CaptureZone {
  private enum Field: UInt8, JSONName {
    case free, spanned, present, managed, cma, freeCMA, startPFN, presentEarly, raw

    var name: StaticString {
      switch self {
      case .free: "free"
      case .spanned: "spanned"
      case .present: "present"
      case .managed: "managed"
      case .cma: "cma"
      case .freeCMA: "nr_free_cma"
      case .startPFN: "start_pfn"
      case .presentEarly: "present_early"
      case .raw: "raw"
      }
    }
  }

  /// Reads a zone, whose node and name stand before it.
  init(
    _ reader: inout JSONReader, type: ZoneType, nodeID: NodeID
  ) throws(JSONError) {
    self.init(nodeID: nodeID, type: type, present: 0)
    var present: UInt64?
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .free: free = try reader.integer()
      case .spanned: spanned = try reader.integer()
      case .present: present = try reader.integer()
      case .managed: managed = try reader.integer()
      case .cma: cma = try reader.integer()
      case .freeCMA: freeCMA = try reader.integer()
      case .startPFN: startPFN = try reader.integer()
      case .presentEarly: presentEarly = try reader.integer()
      case .raw: raw = try Raw(&reader)
      }
    }
    self.present = try fields.require(present ?? raw?.present, .present)
    presentEarly = raw?.presentEarly ?? presentEarly
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("free", free)
    writer.field("spanned", spanned)
    writer.field("present", present)
    writer.field("managed", managed)
    writer.field("cma", cma)
    writer.field("nr_free_cma", freeCMA)
    writer.field("start_pfn", startPFN)
    writer.field("present_early", presentEarly)
    if let raw {
      writer.name("raw")
      raw.write(to: &writer)
    }
    writer.endObject()
  }
}

extension CaptureZone.Raw: CaptureValue {
  private enum Field: UInt8, JSONName {
    case startPFN, spanned, present, presentEarly, managed

    var name: StaticString {
      switch self {
      case .startPFN: "start_pfn"
      case .spanned: "spanned"
      case .present: "present"
      case .presentEarly: "present_early"
      case .managed: "managed"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      let pages: UInt64 = try reader.integer()
      switch field {
      case .startPFN: startPFN = pages
      case .spanned: spanned = pages
      case .present: present = pages
      case .presentEarly: presentEarly = pages
      case .managed: managed = pages
      }
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("start_pfn", startPFN)
    writer.field("spanned", spanned)
    writer.field("present", present)
    writer.field("present_early", presentEarly)
    writer.field("managed", managed)
    writer.endObject()
  }
}

extension [CaptureZone] {
  /// Reads the zones, by node and by name.
  init(_ reader: inout JSONReader) throws(JSONError) {
    self = []
    var zones = self
    try reader.members { reader, name, start throws(JSONError) in
      let nodeID = try reader.nodeID(named: name, at: start)
      guard !zones.contains(where: { $0.nodeID == nodeID }) else {
        throw reader.invalid("given twice", at: start)
      }
      var names = try JSONFields<ZoneName>(&reader)
      while let name = try names.next(&reader) {
        zones.append(try CaptureZone(&reader, type: name.type, nodeID: nodeID))
      }
    }
    zones.sort { ($0.nodeID, $0.type.rawValue) < ($1.nodeID, $1.type.rawValue) }
    self = zones
  }

  /// Writes the zones, which are in the order of their nodes.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for (index, zone) in enumerated() {
      if index == 0 || self[index - 1].nodeID != zone.nodeID {
        if index > 0 { writer.endObject() }
        writer.name("\(zone.nodeID.rawValue)")
        writer.beginObject()
      }
      writer.name(zone.type.name)
      zone.write(to: &writer)
    }
    if !isEmpty { writer.endObject() }
    writer.endObject()
  }
}
