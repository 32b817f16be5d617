// SPDX-License-Identifier: MIT

/// What the policy has to ask the ratio about memory that is to be onlined.
///
/// The first half of `auto_movable_zone_for_pfn`.
enum RatioQuestion {
  /// Nothing: the device or unit has kernel memory already. The range is the
  /// one by which the kernel zone is looked up.
  case settled(OnlineDecision.Reason, lookup: PageRange)

  /// Whether the rest of the device or unit may become movable: as many pages
  /// as `lookup`, the range by which a kernel zone is looked up if it may not.
  /// `onlinePages` of the device or unit are movable already.
  case open(onlinePages: UInt64, lookup: PageRange)
}

extension RatioQuestion {
  /// Creates the question for memory of a group.
  ///
  /// - Parameter unitContents: Looks at the sections of a unit; see `UnitContents`. A
  ///   group is asked about with one unit at most.
  @inline(__always)
  init(
    for range: PageRange, of group: MemoryGroup?,
    unitContents: (PageRange) -> UnitContents
  ) {
    switch group?.kind {
    case .static(let maxPages):
      guard let group, group.presentKernelPages == 0 else {
        self = .settled(.groupHasKernelPages, lookup: range)
        return
      }
      self = .open(
        onlinePages: group.presentMovablePages,
        lookup: PageRange(
          startPFN: range.startPFN,
          // More may be online than the device claims; `nr_pages` wraps then,
          // and the sum in the test wraps back.
          pageCount: maxPages &- group.presentMovablePages))
    case .dynamic(let unitPages) where unitPages != range.pageCount:
      let aligned = PageRange(
        // `ALIGN_DOWN`; the unit is a power of two.
        startPFN: range.startPFN & ~(unitPages &- 1), pageCount: unitPages)
      self.init(for: range, in: aligned, unitContents(aligned))
    case .dynamic, nil:
      self = .open(onlinePages: 0, lookup: range)
    }
  }

  /// Creates the question for a block of a unit of several blocks.
  private init(
    for range: PageRange, in unit: PageRange, _ contents: UnitContents
  ) {
    switch contents {
    case .hasKernelSection(let startPFN):
      self = .settled(
        .unitHasKernelSection,
        lookup: PageRange(startPFN: startPFN, pageCount: range.pageCount))
    case .movableOnly(let onlinePages):
      self = .open(
        onlinePages: onlinePages,
        lookup: PageRange(
          // The kernel's walk leaves its `pfn` at the end of the unit; a unit
          // whose end wraps to 0 it doesn't walk.
          startPFN: max(unit.startPFN, unit.endPFN),
          pageCount: unit.pageCount &- onlinePages))
    }
  }
}
