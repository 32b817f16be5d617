// SPDX-License-Identifier: MIT

extension MemoryModel {
  /// Follows memory that has gone online in a zone, as one event: counts its pages in
  /// the zone and in its group, and marks its sections online.
  ///
  /// Mirrors what `memory_block_online` changes of what the policy looks at. Spans
  /// are left as they are; `setZone(_:nodeID:to:)` changes them. `autoMovable` looks
  /// at those of `.dma` and `.dma32`, `contigZones` at all but `.device`'s.
  ///
  /// - Parameters:
  ///   - range: The memory, in the kernel one memory block; whole sections.
  ///   - zone: The type of the zone.
  ///   - nodeID: The node of the zone.
  ///   - groupID: The group that the memory belongs to.
  ///   - isEarly: Whether it is boot memory.
  /// - Throws: `notAddressable`, `noSuchNode`, `noSuchGroup`, `overlapsMemory` if some
  ///   of it is online, or `exceedsGroup` if a static group would have more pages
  ///   than it can; nothing has changed then.
  /// - Complexity: O(*s*), where *s* is the number of runs of sections.
  public mutating func onlineBlock(
    _ range: PageRange, in zone: ZoneType, nodeID: NodeID,
    groupID: MemoryGroupID? = nil, isEarly: Bool = false
  ) throws(MemoryModelError) {
    let run = try sections(of: range, in: zone, nodeID: nodeID)
    let index = try nodeIndex(of: nodeID)
    let position = try groupPosition(of: groupID)
    if let position, case .static(let maxPages) = state.groups.groups[position].kind {
      let group = state.groups.groups[position]
      let present = group.presentKernelPages &+ group.presentMovablePages
      guard present <= maxPages, range.pageCount <= maxPages - present else {
        throw .exceedsGroup(group.id)
      }
    }
    try onlineSections(run)
    adjustPresentPages(
      by: range.pageCount, in: zone, ofNodeAt: index, groupAt: position, isEarly: isEarly)
  }

  /// Follows memory that has gone offline, as one event: the reverse of
  /// `onlineBlock(_:in:nodeID:groupID:isEarly:)`.
  ///
  /// Mirrors what `memory_block_offline` changes of what the policy looks at. Zone and
  /// node are those that the memory was onlined in.
  ///
  /// - Throws: `notAddressable`, `noSuchNode`, `noSuchGroup`, `notOnline` unless all of
  ///   it is online in one zone which has so many pages, or `exceedsGroup` if its
  ///   group has fewer there; nothing has changed then.
  /// - Complexity: O(*s*), where *s* is the number of runs of sections.
  public mutating func offlineBlock(
    _ range: PageRange, groupID: MemoryGroupID? = nil, isEarly: Bool = false
  ) throws(MemoryModelError) {
    let wanted = try sections(of: range, in: .normal, nodeID: 0)
    let position = try groupPosition(of: groupID)
    let runIndex = state.sections.span.firstIndex(endingAfter: wanted.firstSection)
    guard runIndex < state.sections.count else { throw .notOnline }
    let run = state.sections[runIndex]
    guard run.firstSection <= wanted.firstSection, run.endSection >= wanted.endSection
    else { throw .notOnline }
    let index = try nodeIndex(of: run.nodeID)
    let zone = state.nodes[index][run.zone]
    guard zone.presentPages >= range.pageCount,
      !isEarly || zone.presentEarlyPages >= range.pageCount
    else { throw .notOnline }
    if let position {
      let group = state.groups.groups[position]
      let present =
        run.zone == .movable ? group.presentMovablePages : group.presentKernelPages
      guard present >= range.pageCount else { throw .exceedsGroup(group.id) }
    }
    offlineSections(wanted.firstSection..<wanted.endSection)
    adjustPresentPages(
      by: 0 &- range.pageCount, in: run.zone, ofNodeAt: index, groupAt: position,
      isEarly: isEarly)
  }

  /// The sections of memory that is made of whole ones.
  private func sections(
    of range: PageRange, in zone: ZoneType, nodeID: NodeID
  ) throws(MemoryModelError) -> SectionRun {
    let geometry = state.geometry
    let inSection = geometry.pagesPerSection - 1
    let run = SectionRun(
      firstSection: geometry.section(ofPFN: range.startPFN),
      sectionCount: geometry.section(ofPFN: range.pageCount), zone: zone, nodeID: nodeID)
    guard (range.startPFN | range.pageCount) & inSection == 0, run.isAddressable(in: geometry)
    else { throw .notAddressable }
    return run
  }
}
