// SPDX-License-Identifier: MIT

/// Memory that a zone has at boot, without a hole.
struct EarlyRange {
  var pages: PageRange
  let zone: ZoneType
  let nodeID: NodeID
}

extension EarlyRange {
  /// The boot memory of zones that are memory throughout, ascending.
  ///
  /// - Throws: `memoryNotGiven` if a zone's counter says that there are holes,
  ///   or `spansOverlap`, which leaves open whose the memory is.
  static func all(
    of nodes: [Node], in zones: EarlyZones, blockPages: UInt64
  ) throws(BootError) -> [EarlyRange] {
    for node in nodes {
      for span in zones.spans(of: node.id) {
        let (spanned, early) = (span.pages.pageCount, node[span.zone].presentEarlyPages)
        guard max(spanned, early) - min(spanned, early) < blockPages else {
          throw .memoryNotGiven(node.id, span.zone)
        }
      }
    }
    let ranges = zones.spans.map {
      EarlyRange(pages: $0.pages, zone: $0.zone, nodeID: $0.nodeID)
    }.sorted { $0.pages.startPFN < $1.pages.startPFN }
    var end: UInt64 = 0
    for range in ranges {
      guard range.pages.startPFN >= end else {
        throw .spansOverlap(range.nodeID, range.zone)
      }
      end = range.pages.endPFN
    }
    return ranges
  }

  /// The parts of runs of boot memory that are in one zone each, ascending.
  ///
  /// Parts that go on in each other are one. Mirrors the walk of `memmap_init`.
  ///
  /// - Throws: Which run, or which counter of a zone, can't be.
  static func all(
    of memory: [BootMemory], in zones: EarlyZones, _ nodes: [Node], _ geometry: Geometry
  ) throws(BootError) -> [EarlyRange] {
    var ranges: [EarlyRange] = []
    ranges.reserveCapacity(memory.count)
    var end: UInt64 = 0
    for (index, run) in memory.enumerated() {
      guard run.pages.pageCount > 0, run.pages.isAddressable(in: geometry) else {
        throw .memoryNotAddressable(index)
      }
      guard run.pages.startPFN >= end else { throw .memoryNotAscending(index) }
      end = run.pages.endPFN
      guard nodes.span.index(forID: run.nodeID) != nil else {
        throw .memoryOfNoNode(index)
      }
      var next = run.pages.startPFN
      for span in zones.spans(of: run.nodeID) where span.pages.endPFN > next {
        guard next < end, span.pages.startPFN <= next else { break }
        let partEnd = min(span.pages.endPFN, end)
        ranges.append(
          PageRange(startPFN: next, pageCount: partEnd - next), like: span)
        next = partEnd
      }
      guard next == end else { throw .memoryInNoZone(index, pfn: next) }
    }
    try checkCounters(of: nodes, ranges)
    return ranges
  }

  /// Makes sure that `present_early_pages` of each zone is what it has.
  private static func checkCounters(
    of nodes: [Node], _ ranges: [EarlyRange]
  ) throws(BootError) {
    var pages = [UInt64](repeating: 0, count: nodes.count * ZoneType.count)
    for range in ranges {
      guard let node = nodes.span.index(forID: range.nodeID) else { continue }
      pages[node * ZoneType.count + Int(range.zone.rawValue)] += range.pages.pageCount
    }
    for node in nodes.indices {
      for index in 0..<ZoneType.count {
        guard let type = ZoneType(rawValue: UInt8(index)) else { continue }
        let present = pages[node * ZoneType.count + index]
        guard nodes[node][type].presentEarlyPages == present else {
          throw .wrongEarlyPages(nodes[node].id, type, memory: present)
        }
      }
    }
  }
}

extension [EarlyRange] {
  /// Appends pages, as part of the last range if that goes on in them.
  fileprivate mutating func append(_ pages: PageRange, like span: EarlyZones.Span) {
    if let last, last.pages.endPFN == pages.startPFN, last.zone == span.zone,
      last.nodeID == span.nodeID
    {
      self[count - 1].pages.pageCount += pages.pageCount
    } else {
      append(EarlyRange(pages: pages, zone: span.zone, nodeID: span.nodeID))
    }
  }
}

extension EarlyRange {
  /// The sections whose first pages a list of ranges makes valid.
  ///
  /// A page is valid if there is memory in its 2 MiB, so the range that comes
  /// first need not have the first page itself. Memory farther inside a section
  /// doesn't count: the kernel looks at the first page only.
  static func sections(of ranges: [EarlyRange], _ geometry: Geometry) -> [SectionRun] {
    let pages = geometry.pagesPerSection
    var runs: [SectionRun] = []
    runs.reserveCapacity(ranges.count)
    var next: UInt64 = 0
    for range in ranges {
      let start = range.pages.startPFN
      let isValid = start % pages < geometry.pagesPerSubsection
      let first = max(start / pages + (isValid ? 0 : 1), next)
      let end = (range.pages.endPFN + pages - 1) / pages
      guard first < end else { continue }
      let run = SectionRun(
        firstSection: first, sectionCount: end - first, zone: range.zone,
        nodeID: range.nodeID)
      if let last = runs.last, last.continues(into: run) {
        runs[runs.count - 1].sectionCount += run.sectionCount
      } else {
        runs.append(run)
      }
      next = end
    }
    return runs
  }

  /// The pages without memory that share their 2 MiB with some.
  ///
  /// They are marked as being in the zone of the memory that follows, or at the
  /// end of the memory before. Mirrors `init_unavailable_range`, which looks whether
  /// the first page of their page block is valid: in a section with boot memory all
  /// pages are.
  static func holes(of ranges: [EarlyRange], _ geometry: Geometry) -> [EarlyRange] {
    let mask = geometry.pagesPerSubsection - 1
    var holes: [EarlyRange] = []
    holes.reserveCapacity(ranges.count)
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
  static func fragments(of ranges: [EarlyRange], _ geometry: Geometry) -> [EarlyRange] {
    let mask = geometry.pagesPerSection - 1
    var fragments: [EarlyRange] = []
    fragments.reserveCapacity(ranges.count)
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
