// SPDX-License-Identifier: MIT

/// The memory that a populated zone has at boot: all that its span holds.
struct EarlyRange {
  let pages: PageRange
  let zone: ZoneType
  let nodeID: NodeID
}

extension EarlyRange {
  /// The boot memory of nodes, ascending.
  ///
  /// Memory of devices isn't boot memory.
  static func all(of nodes: [Node]) throws(BootError) -> [EarlyRange] {
    var ranges: [EarlyRange] = []
    for node in nodes {
      for index in 0..<ZoneType.count {
        guard let type = ZoneType(rawValue: UInt8(index)), type != .device else { continue }
        let zone = node[type]
        guard zone.isPopulated, zone.spannedPages != 0 else { continue }
        guard zone.startPFN <= MemoryGeometry.pageCount,
          zone.spannedPages <= MemoryGeometry.pageCount - zone.startPFN
        else { throw .spanNotAddressable(node.id, type) }
        ranges.append(
          EarlyRange(
            pages: PageRange(startPFN: zone.startPFN, pageCount: zone.spannedPages),
            zone: type, nodeID: node.id))
      }
    }
    ranges.sort { $0.pages.startPFN < $1.pages.startPFN }
    var end: UInt64 = 0
    for range in ranges {
      guard range.pages.startPFN >= end else {
        throw .spansOverlap(range.nodeID, range.zone)
      }
      end = range.pages.endPFN
    }
    return ranges
  }
}

extension EarlyRange {
  /// The sections that a list of ranges has pages in; one with pages in several
  /// ranges counts for the first, as its first page does in the kernel.
  static func sections(of ranges: [EarlyRange]) -> [SectionRun] {
    let pages = MemoryGeometry.pagesPerSection
    var runs: [SectionRun] = []
    var next: UInt64 = 0
    for range in ranges {
      let first = max(range.pages.startPFN / pages, next)
      let end = (range.pages.endPFN + pages - 1) / pages
      guard first < end else { continue }
      runs.append(
        SectionRun(
          firstSection: first, sectionCount: end - first, zone: range.zone,
          nodeID: range.nodeID))
      next = end
    }
    return runs
  }

  /// The parts of a list of ranges that don't fill their sections, ascending.
  ///
  /// Their blocks have holes or several zones and so stay online for ever.
  static func fragments(of ranges: [EarlyRange]) -> [EarlyRange] {
    let mask = MemoryGeometry.pagesPerSection - 1
    var fragments: [EarlyRange] = []
    for range in ranges {
      let (start, end) = (range.pages.startPFN, range.pages.endPFN)
      // The first and the last section boundary in the range, if there are any.
      let firstBoundary = (start + mask) & ~mask
      let lastBoundary = end & ~mask
      guard firstBoundary <= lastBoundary else {
        fragments.append(range)
        continue
      }
      for (start, end) in [(start, firstBoundary), (lastBoundary, end)] where start < end {
        fragments.append(
          EarlyRange(
            pages: PageRange(startPFN: start, pageCount: end - start),
            zone: range.zone, nodeID: range.nodeID))
      }
    }
    return fragments
  }
}
