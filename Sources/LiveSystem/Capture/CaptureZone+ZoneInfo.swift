// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

/// One zone's counters, in pages, by the kernel's name; and `start_pfn`, which an
/// unpopulated zone doesn't have.
private typealias ZoneCounters = [String: UInt64]

extension [CaptureZone] {
  /// Reads the zones of `/proc/zoneinfo`, or of a file that anybody may have written, by
  /// ascending node and type.
  ///
  /// - Throws: What is wrong, with its line.
  init(zoneInfo text: TextDocument) throws(InputError) {
    var zones: [(zone: CaptureZone, line: Int)] = []
    var counters: ZoneCounters = [:]
    try text.forEachLine { (line, number) throws(InputError) in
      let words = Self.words(line)
      if words.first == "Node" {
        try Self.close(&zones, counters, in: text)
        counters = [:]
        zones.append((try Self.zone(words, text, number), number))
        let new = zones[zones.count - 1].zone
        guard !zones.dropLast().contains(where: { $0.zone.isSame(as: new) }) else {
          throw text.error(
            line: number, "zone \(new.type) of node \(new.nodeID) is there twice")
        }
      } else if !zones.isEmpty, let (name, value) = Self.counter(words) {
        guard let value else {
          throw text.error(
            line: number, "\(name): expected a number of pages, found \(line.excerpt)")
        }
        guard value <= Self.mostPages,
          name != "start_pfn" || value + (counters["spanned"] ?? 0) <= Self.mostPages
        else {
          throw text.error(
            line: number,
            "\(name): expected pages below \(Self.mostPages), the most that any kernel addresses, "
              + "found \(line.excerpt)")
        }
        // What a zone says of itself comes first; CPUs' pages have other names.
        if counters[name] == nil { counters[name] = value }
      }
    }
    try Self.close(&zones, counters, in: text)
    guard !zones.isEmpty else {
      throw InputError(
        file: text.file, message: "expected lines such as \"Node 0, zone Normal\", found none")
    }
    self = zones.map(\.zone)
      .sorted { ($0.nodeID, $0.type.rawValue) < ($1.nodeID, $1.type.rawValue) }
  }

  /// The most pages that there can be: the smallest ones.
  static var mostPages: UInt64 {
    Geometry.addressCount / Geometry.pageSizes.lowerBound
  }

  private static func zone(
    _ words: [Substring], _ text: TextDocument, _ line: Int
  ) throws(InputError) -> CaptureZone {
    guard let (node, name) = heading(words), let id = Int32(exactly: node),
      NodeID(id).isPossible
    else {
      throw text.error(
        line: line, "expected \"Node N, zone NAME\" with N below \(NodeID.maximumCount)")
    }
    guard let type = ZoneType(name: name) else {
      throw text.error(
        line: line,
        "expected one of the zones \(ZoneType.allCases.map(\.description).joined(separator: ", "))"
          + ", found \(name.excerpt)")
    }
    return CaptureZone(nodeID: NodeID(id), type: type, present: 0)
  }

  private static func close(
    _ zones: inout [(zone: CaptureZone, line: Int)], _ counters: ZoneCounters,
    in text: TextDocument
  ) throws(InputError) {
    guard let (zone, line) = zones.popLast() else { return }
    for name in needed where counters[name] == nil {
      throw text.error(
        line: line, "zone \(zone.type) of node \(zone.nodeID) has no counter \(name)")
    }
    zones.append((CaptureZone(nodeID: zone.nodeID, type: zone.type, counters: counters), line))
  }

  /// The counters that are kept.
  private static let kept: Set<String> = [
    "free", "spanned", "present", "managed", "cma", "nr_free_cma", "start_pfn",
  ]

  /// The counters that all zones have.
  private static let needed = ["spanned", "present", "managed"]

  private static func words(_ line: String) -> [Substring] {
    line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
  }

  /// `Node 0, zone   Normal`
  private static func heading(_ words: [Substring]) -> (node: Int, zone: String)? {
    guard words.count == 4, words[0] == "Node", words[2] == "zone", words[1].last == ",",
      let node = Int(words[1].dropLast())
    else { return nil }
    return (node, String(words[3]))
  }

  /// `present  3998`, `pages free   3776`, `start_pfn:   1`; the value is `nil` if
  /// it is no number.
  private static func counter(_ words: [Substring]) -> (name: String, value: UInt64?)? {
    let isFree = words.count == 3 && words[0] == "pages" && words[1] == "free"
    guard isFree || words.count == 2 else { return nil }
    let name = isFree ? "free" : String(words[0].last == ":" ? words[0].dropLast() : words[0])
    return kept.contains(name) ? (name, UInt64(words[words.count - 1])) : nil
  }
}

extension CaptureZone {
  fileprivate func isSame(as other: CaptureZone) -> Bool {
    nodeID == other.nodeID && type == other.type
  }

  /// Takes the counters of a zone.
  fileprivate init(nodeID: NodeID, type: ZoneType, counters: ZoneCounters) {
    self.init(
      nodeID: nodeID, type: type, free: counters["free"], spanned: counters["spanned"],
      present: counters["present"] ?? 0, managed: counters["managed"], cma: counters["cma"],
      freeCMA: counters["nr_free_cma"], startPFN: counters["start_pfn"])
  }
}
