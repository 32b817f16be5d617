// SPDX-License-Identifier: MIT

extension HotplugMachine {
  /// Extends the spans of a zone and its node by a range. Mirrors the first
  /// half of `move_pfn_range_to_zone`.
  mutating func growSpan(of zone: ZoneType, _ node: Int, by range: PageRange) {
    // Spans are no part of any sum.
    model.state.nodes[node][zone].grow(by: range)
    nodeExtents[node].grow(by: range)
  }

  /// Shrinks the span of a zone, if a range lies at one end of it, to the
  /// online pages that are left there, and the node's span to those of its
  /// zones. Mirrors `remove_pfn_range_from_zone`.
  ///
  /// - Parameter range: A range that isn't online.
  mutating func shrinkSpan(of type: ZoneType, _ node: Int, from range: PageRange) {
    // No block is in ZONE_DEVICE, which the kernel leaves as it is.
    let nodeID = model.state.nodes[node].id
    var zone = model.state.nodes[node][type]
    if zone.startPFN == range.startPFN {
      let end = zone.endPFN
      // A page frame number of 0 means that there is none.
      let start =
        lowestOnlinePFN(
          of: type, nodeID, from: range.endPFN, to: end) ?? 0
      zone.startPFN = start
      zone.spannedPages = start == 0 ? 0 : end &- start
    } else if zone.endPFN == range.endPFN {
      let last =
        highestOnlinePFN(
          of: type, nodeID, from: zone.startPFN, to: range.startPFN) ?? 0
      if last == 0 { zone.startPFN = 0 }
      zone.spannedPages = last == 0 ? 0 : last &- zone.startPFN &+ 1
    }
    model.state.nodes[node][type] = zone
    nodeExtents[node].setSpan(of: model.state.nodes[node])
  }
}

// The kernel looks at one page in 2 MiB, from the edge of the range on, and so do
// these. All that is online begins and ends at a section's edge, or is a
// fragment of boot memory.
extension HotplugMachine {
  /// The first online page of a zone that the kernel comes across on its way
  /// up. Mirrors `find_smallest_section_pfn`.
  private func lowestOnlinePFN(
    of zone: ZoneType, _ nodeID: NodeID, from start: UInt64, to end: UInt64
  ) -> UInt64? {
    guard start < end else { return nil }
    let sectionPages = geometry.pagesPerSection
    let stride = geometry.pagesPerSubsection
    var lowest: UInt64?
    var index = model.state.sections.span.firstIndex(endingAfter: start / sectionPages)
    search: while index < model.state.sections.count {
      let run = model.state.sections[index]
      index += 1
      // The range's end is on the grid, and so are sections.
      var pfn = max(run.firstSection * sectionPages, start)
      guard pfn < end else { break }
      guard run.zone == zone, run.nodeID == nodeID else { continue }
      while pfn < run.endSection * sectionPages {
        if !hasFragment(inSectionOf: pfn) {
          if pfn < end { lowest = pfn }
          break search
        }
        pfn = (pfn / sectionPages + 1) * sectionPages
      }
    }
    forEachPart(of: zone, nodeID) { pages in
      // Rounded up to the grid that starts at `start`.
      let pfn =
        pages.startPFN <= start
        ? start : start + (pages.startPFN - start + stride - 1) / stride * stride
      if pfn < min(pages.endPFN, end), pfn < lowest ?? .max { lowest = pfn }
    }
    return lowest
  }

  /// The first online page of a zone that the kernel comes across on its way
  /// down from the page below `end`. Mirrors `find_biggest_section_pfn`.
  private func highestOnlinePFN(
    of zone: ZoneType, _ nodeID: NodeID, from start: UInt64, to end: UInt64
  ) -> UInt64? {
    let sectionPages = geometry.pagesPerSection
    let stride = geometry.pagesPerSubsection
    // Below 0 there is nothing, and 0 means that there is none.
    let last = max(end, 1) - 1
    var highest: UInt64?
    var index = model.state.sections.span.firstIndex(
      endingAfter: last / sectionPages)
    if index == model.state.sections.count
      || model.state.sections[index].firstSection * sectionPages >= end
    {
      index -= 1
    }
    search: while index >= 0 {
      let run = model.state.sections[index]
      index -= 1
      var runEnd = min(run.endSection * sectionPages, end)
      guard runEnd > start else { break }
      guard run.zone == zone, run.nodeID == nodeID else { continue }
      while runEnd > run.firstSection * sectionPages {
        if !hasFragment(inSectionOf: runEnd - 1) {
          if runEnd > start { highest = runEnd - 1 }
          break search
        }
        runEnd = (runEnd - 1) / sectionPages * sectionPages
      }
    }
    forEachPart(of: zone, nodeID) { pages in
      // Rounded down to the grid that ends at `last`; of pages beyond it, `last`.
      let top = min(pages.endPFN - 1, last)
      let distance = (last - top + stride - 1) / stride * stride
      guard distance <= last else { return }
      let pfn = last - distance
      if pfn >= max(pages.startPFN, start), pfn > highest ?? 0 { highest = pfn }
    }
    return highest
  }

  /// Calls a function for the pages of a zone in sections that boot memory
  /// doesn't fill.
  private func forEachPart(
    of zone: ZoneType, _ nodeID: NodeID, _ body: (PageRange) -> Void
  ) {
    for part in fragments where part.zone == zone && part.nodeID == nodeID {
      body(part.pages)
    }
    for part in holes where part.zone == zone && part.nodeID == nodeID {
      body(part.pages)
    }
  }

  /// Whether boot memory fills only a part of the section of a page.
  func hasFragment(inSectionOf pfn: UInt64) -> Bool {
    let start = pfn & ~(geometry.pagesPerSection &- 1)
    return hasFragment(from: start, to: start + geometry.pagesPerSection)
  }

  /// Whether some of a range is boot memory that doesn't fill its section.
  func hasFragment(from start: UInt64, to end: UInt64) -> Bool {
    let first = partitionPoint(fragments.count) { fragments[$0].pages.endPFN <= start }
    return first < fragments.count && fragments[first].pages.startPFN < end
  }
}

extension Zone {
  /// Extends the span by a range. Mirrors `resize_zone_range` after
  /// `init_currently_empty_zone`.
  fileprivate mutating func grow(by range: PageRange) {
    let end = spannedPages == 0 ? range.endPFN : max(range.endPFN, endPFN)
    if spannedPages == 0 || range.startPFN < startPFN {
      startPFN = range.startPFN
    }
    spannedPages = end &- startPFN
  }
}
