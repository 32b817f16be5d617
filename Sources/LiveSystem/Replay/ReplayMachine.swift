// SPDX-License-Identifier: MIT

import AutoMovable

/// The machine of a capture as the replay knows it between two steps.
struct ReplayMachine: Sendable {
  /// What is known of a group besides its counters.
  struct KnownGroup: Sendable {
    let id: MemoryGroupID
    /// The numbers of the memory blocks that decisions were about.
    var blocks: Set<UInt64>
  }

  /// A decision that waits for its pages to go online.
  struct PendingZone: Sendable {
    let task: String?
    let answer: ReplayAnswer
  }

  /// The pages of a memory block.
  let blockPages: UInt64

  /// What the policy looks at.
  var state = MemoryState()

  /// The online sections; `state.sections` follows it.
  var sections = SectionMap()

  /// The sections that have been there since boot.
  var earlySections: Set<UInt64> = []

  /// The spans of the zones at boot.
  var bootSpans: [ReplayAnswer: Range<UInt64>] = [:]

  /// The groups by their address in the kernel.
  var groups: [UInt64: KnownGroup] = [:]

  /// The devices at the last snapshot.
  var devices: [CaptureDevice] = []

  /// The groups by the name of their device.
  var deviceGroups: [String: MemoryGroupID] = [:]

  /// The devices that have online memory but no known group, and whether
  /// their group is dynamic.
  var unsettledDevices: [String: Bool] = [:]

  /// Decisions without an effect yet, by memory block.
  var pending: [UInt64: [PendingZone]] = [:]

  init(blockPages: UInt64) {
    self.blockPages = blockPages
    state.groups = MemoryGroupRegistry(blockPages: blockPages)
  }
}

// MARK: Memory blocks

extension ReplayMachine {
  /// The memory block that a page is in.
  func block(of pfn: UInt64) -> UInt64 { pfn / blockPages }

  /// The pages of a memory block.
  func range(ofBlock block: UInt64) -> PageRange {
    PageRange(startPFN: block * blockPages, pageCount: blockPages)
  }

  /// The sections of a memory block.
  func sections(ofBlock block: UInt64) -> Range<UInt64> {
    let count = blockPages / MemoryGeometry.pagesPerSection
    return block * count..<(block + 1) * count
  }

  /// The memory blocks with online sections.
  var onlineBlocks: Set<UInt64> {
    let perBlock = blockPages / MemoryGeometry.pagesPerSection
    return Set(sections.sections.keys.map { $0 / perBlock })
  }

  /// An online section of a memory block, or `nil` if all are offline.
  func onlineSection(ofBlock block: UInt64) -> SectionMap.Section? {
    for number in sections(ofBlock: block) {
      if let section = sections[number] { return section }
    }
    return nil
  }
}

// MARK: Pages going online and offline

extension ReplayMachine {
  /// Keeps the books of pages that go online or offline, all in one block.
  mutating func apply(
    _ change: ReplayChange, to range: PageRange, model: some ReplayModel
  ) {
    model.account(change, in: &state)
    let zone = ReplayAnswer(zone: change.zone, nodeID: change.nodeID)
    let isOnline = change.pages > 0
    updateSections(range, zone: zone, groupID: change.groupID, isOnline: isOnline)
    if isOnline {
      state.updateZone(zone.zone, of: zone.nodeID) { model.grow(&$0, by: range) }
    } else {
      let block = block(of: range.startPFN)
      guard onlineSection(ofBlock: block) == nil else { return }
      let gone = self.range(ofBlock: block)
      let pages = onlinePages(of: zone)
      state.updateZone(zone.zone, of: zone.nodeID) {
        model.shrink(&$0, by: gone, pages: pages)
      }
    }
  }

  private mutating func updateSections(
    _ range: PageRange, zone: ReplayAnswer, groupID: MemoryGroupID?, isOnline: Bool
  ) {
    var pfn = range.startPFN
    while pfn < range.endPFN {
      let number = pfn / MemoryGeometry.pagesPerSection
      let end = min((number + 1) * MemoryGeometry.pagesPerSection, range.endPFN)
      if isOnline {
        sections.add(
          end - pfn, to: number,
          as: SectionMap.Section(
            zone: zone.zone, nodeID: zone.nodeID, groupID: groupID, pages: 0))
      } else {
        sections.remove(end - pfn, from: number)
      }
      pfn = end
    }
    state.sections = sections.runs
  }

  /// The online pages of a zone. Early sections at the ends of the zone have
  /// pages only as far as the zone's span at boot, to the subsection.
  private func onlinePages(of zone: ReplayAnswer) -> ZonePages {
    let perSection = MemoryGeometry.pagesPerSection
    var ranges: [PageRange] = []
    for run in sections.runs where run.zone == zone.zone && run.nodeID == zone.nodeID {
      var start = run.firstSection * perSection
      let end = run.endSection * perSection
      if let span = bootSpans[zone] {
        let firstEarly = span.lowerBound / perSection
        let lower = span.lowerBound / 512 * 512
        if earlySections.contains(firstEarly), start < lower, lower < end {
          // What lies before the first early section is apart from it.
          ranges.append(pages: start..<firstEarly * perSection)
          start = lower
        }
        let lastEarly = (span.upperBound - 1) / perSection
        let upper = (span.upperBound + 511) / 512 * 512
        if earlySections.contains(lastEarly), start < upper, upper < end {
          ranges.append(pages: start..<upper)
          start = (lastEarly + 1) * perSection
        }
      }
      ranges.append(pages: start..<end)
    }
    return ZonePages(ranges: ranges)
  }
}

extension [PageRange] {
  fileprivate mutating func append(pages: Range<UInt64>) {
    guard !pages.isEmpty else { return }
    append(
      PageRange(
        startPFN: pages.lowerBound, pageCount: pages.upperBound - pages.lowerBound))
  }
}
