// SPDX-License-Identifier: MIT

/// The counters in `/proc/zoneinfo` that a snapshot keeps, of every zone of
/// every online node.
public struct ZoneInfo: Hashable, Sendable {
  /// One zone's counters, in pages, by the kernel's name; and `start_pfn`, which
  /// an unpopulated zone does not have.
  public typealias Counters = [String: UInt64]

  /// The counters by node and by zone name.
  public private(set) var zones: [Int: [String: Counters]] = [:]

  /// The names of the zones that a node has in this kernel, in the kernel's order:
  /// which there are depends on its configuration.
  public private(set) var zoneNames: [String] = []

  private static let kept: Set<String> = [
    "free", "spanned", "present", "managed", "cma", "nr_free_cma", "start_pfn",
  ]

  /// Reads the file's lines.
  ///
  /// - Throws: `LiveError.kernel` if a zone lacks a counter that all zones have.
  public init(lines: [String]) throws(LiveError) {
    var current: (node: Int, zone: String)?
    for line in lines {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      if let (node, zone) = Self.heading(words) {
        current = (node, zone)
        zones[node, default: [:]][zone] = [:]
        if !zoneNames.contains(zone) { zoneNames.append(zone) }
      } else if let current, let (name, value) = Self.counter(words) {
        zones[current.node]?[current.zone]?[name] = value
      }
    }
    for (node, zones) in zones {
      for (zone, counters) in zones {
        for name in ["spanned", "present", "managed"] where counters[name] == nil {
          throw .kernel("/proc/zoneinfo: node \(node), zone \(zone): no counter \(name)")
        }
      }
    }
  }

  /// `Node 0, zone   Normal`
  private static func heading(_ words: [Substring]) -> (node: Int, zone: String)? {
    guard words.count == 4, words[0] == "Node", words[2] == "zone", words[1].last == ",",
      let node = Int(words[1].dropLast())
    else { return nil }
    return (node, String(words[3]))
  }

  /// `present  3998`, `pages free   3776`, `start_pfn:   1`
  private static func counter(_ words: [Substring]) -> (name: String, value: UInt64)? {
    guard let last = words.last, let value = UInt64(last) else { return nil }
    let isFree = words.count == 3 && words[0] == "pages" && words[1] == "free"
    guard isFree || words.count == 2 else { return nil }
    let name = isFree ? "free" : String(words[0].last == ":" ? words[0].dropLast() : words[0])
    return kept.contains(name) ? (name, value) : nil
  }
}
