// SPDX-License-Identifier: MIT

extension HotplugMachine {
  /// Marks the sections of a block online in a zone, or offline. Mirrors
  /// `online_mem_sections` and `offline_mem_sections`.
  mutating func setSections(of block: MemoryBlock, to zone: ZoneType?) {
    let perBlock = geometry.section(ofPFN: blockPages)
    let first = block.id.rawValue &* perBlock
    if let zone {
      model.state.sections.insertRun(
        SectionRun(
          firstSection: first, sectionCount: perBlock, zone: zone,
          nodeID: block.nodeID))
    } else {
      model.state.sections.removeRun(first..<first &+ perBlock)
    }
  }
}

extension Array where Element == SectionRun {
  /// Adds sections that aren't there yet, as part of their neighbours if these
  /// are like them.
  mutating func insertRun(_ run: SectionRun) {
    let index = span.firstIndex(endingAfter: run.firstSection)
    let joinsLower = index > 0 && self[index - 1].continues(into: run)
    let joinsUpper = index < count && run.continues(into: self[index])
    switch (joinsLower, joinsUpper) {
    case (true, true):
      self[index - 1].sectionCount += run.sectionCount + self[index].sectionCount
      remove(at: index)
    case (true, false):
      self[index - 1].sectionCount += run.sectionCount
    case (false, true):
      self[index].firstSection = run.firstSection
      self[index].sectionCount += run.sectionCount
    case (false, false):
      insert(run, at: index)
    }
  }

  /// Removes sections if they are part of one run.
  mutating func removeRun(_ sections: Range<UInt64>) {
    let index = span.firstIndex(endingAfter: sections.lowerBound)
    if index < count, self[index].firstSection <= sections.lowerBound,
      self[index].endSection >= sections.upperBound
    {
      removePart(sections, ofRunAt: index)
    }
  }

  /// Removes one section or more, all of them in the run at a position.
  mutating func removePart(_ sections: Range<UInt64>, ofRunAt index: Int) {
    var upper = self[index]
    upper.firstSection = sections.upperBound
    upper.sectionCount = self[index].endSection - sections.upperBound
    self[index].sectionCount = sections.lowerBound - self[index].firstSection
    switch (self[index].sectionCount == 0, upper.sectionCount == 0) {
    case (true, true): remove(at: index)
    case (true, false): self[index] = upper
    case (false, true): break
    case (false, false): insert(upper, at: index + 1)
    }
  }
}

extension SectionRun {
  /// Whether another run is the next sections, and like these.
  func continues(into next: SectionRun) -> Bool {
    endSection == next.firstSection && zone == next.zone && nodeID == next.nodeID
  }
}
