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
  /// The sections whose first pages a list of ranges makes valid.
  ///
  /// A page is valid if there is memory in its 2 MiB, so the range that comes
  /// first need not have the first page itself. Memory farther inside a section
  /// doesn't count: the kernel looks at the first page only.
  static func sections(of ranges: [EarlyRange]) -> [SectionRun] {
    let pages = MemoryGeometry.pagesPerSection
    var runs: [SectionRun] = []
    var next: UInt64 = 0
    for range in ranges {
      let start = range.pages.startPFN
      let isValid = start % pages < MemoryGeometry.pageBlockPages
      let first = max(start / pages + (isValid ? 0 : 1), next)
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

  /// The pages without memory that share their 2 MiB with some.
  ///
  /// They are marked as being in the zone of the memory that follows, or at the
  /// end of the memory before. Mirrors `init_unavailable_range`.
  static func holes(of ranges: [EarlyRange]) -> [EarlyRange] {
    let mask = MemoryGeometry.pageBlockPages - 1
    var holes: [EarlyRange] = []
    func add(_ start: UInt64, _ end: UInt64, like range: EarlyRange) {
      guard start < end else { return }
      holes.append(
        EarlyRange(
          pages: PageRange(startPFN: start, pageCount: end - start), zone: range.zone,
          nodeID: range.nodeID))
    }
    for index in ranges.indices {
      let (start, end) = (ranges[index].pages.startPFN, ranges[index].pages.endPFN)
      let before = index == 0 ? 0 : ranges[index - 1].pages.endPFN
      add(max(start & ~mask, before), start, like: ranges[index])
      let next = index + 1 < ranges.count ? ranges[index + 1] : ranges[index]
      let isLast = index + 1 == ranges.count
      // What shares its 2 MiB with the next range is before that one.
      if isLast || next.pages.startPFN & ~mask >= (end + mask) & ~mask {
        add(end, (end + mask) & ~mask, like: next)
      }
    }
    return holes
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
