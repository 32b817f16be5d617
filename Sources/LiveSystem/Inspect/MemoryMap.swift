// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

/// The ranges of physical addresses in `/proc/iomem`.
struct MemoryMap: Hashable, Sendable {
  /// A line: a range and who has it.
  struct Resource: Hashable, Sendable {
    let first: UInt64
    let last: UInt64
    let name: String
    /// How many ranges the range is in.
    let depth: Int
  }

  /// The lines, in their order: a range comes before those in it.
  private(set) var resources: [Resource] = []

  /// Whether all addresses are 0, as they are for whom the kernel doesn't trust.
  var isHidden: Bool { resources.allSatisfy { $0.first == 0 && $0.last == 0 } }

  /// Creates a map of some ranges.
  init(_ resources: [Resource] = []) { self.resources = resources }
}

extension MemoryMap.Resource {
  /// Reads a line such as `00100000-7ffdffff : System RAM`, or `nil` if it isn't one.
  init?(_ line: some StringProtocol) {
    let text = line.drop { $0 == " " }
    let indentation = line.utf8.count - text.utf8.count
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count == 3, parts[1] == ":" else { return nil }
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.address(ends[0]), let last = Self.address(ends[1]),
      first <= last
    else { return nil }
    self.init(first: first, last: last, name: String(parts[2]), depth: indentation / 2)
  }

  /// The line, as the kernel prints it.
  var line: String {
    let range = [first, last].map { address in
      let digits = String(address, radix: 16)
      return String(repeating: "0", count: Swift.max(0, 8 - digits.count)) + digits
    }
    return String(repeating: "  ", count: depth) + range.joined(separator: "-") + " : " + name
  }

  private static func address(_ digits: some StringProtocol) -> UInt64? {
    digits.utf8.first == UInt8(ascii: "+") ? nil : UInt64(digits, radix: 16)
  }

  /// Whether it is memory that boot found, or that a driver of no name of its own
  /// added.
  var isSystemMemory: Bool { name == "System RAM" }

  /// The driver that added the memory, as in `System RAM (kmem)`.
  var driver: Substring? {
    guard name.hasPrefix("System RAM ("), name.hasSuffix(")") else { return nil }
    return name.dropFirst("System RAM (".count).dropLast()
  }

  /// The whole pages; empty if there is none.
  func pages(of geometry: Geometry) -> Range<UInt64> { geometry.wholePages(in: first...last) }
}

extension MemoryMap {
  /// Reads the file.
  init(_ text: TextDocument) throws(InputError) {
    self.init()
    var map = self
    try text.forEachLine { (line, number) throws(InputError) in
      guard !line.isEmpty else { return }
      guard let resource = Resource(line) else {
        throw text.error(line: number, "expected START-END : NAME, found \(line.excerpt)")
      }
      map.resources.append(resource)
    }
    self = map
  }

  /// The pages of the memory that boot found or a driver of no name of its own added,
  /// ascending: those ranges that are in no other range.
  func systemMemory(of geometry: Geometry) -> [Range<UInt64>] {
    resources.lazy.filter { $0.isSystemMemory && $0.depth == 0 }
      .map { $0.pages(of: geometry) }.filter { !$0.isEmpty }
      .sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The memory that drivers added under a name of their own, and the range that
  /// it is in.
  var driverMemory: [(memory: Resource, parent: Resource?)] {
    var found: [(Resource, Resource?)] = []
    var parents: [Resource] = []
    for resource in resources {
      // In a file of which lines are missing the range before may be beside it.
      while let last = parents.last,
        last.depth >= resource.depth || last.first > resource.first || last.last < resource.last
      {
        parents.removeLast()
      }
      if resource.driver != nil { found.append((resource, parents.last)) }
      parents.append(resource)
    }
    return found
  }
}
