// SPDX-License-Identifier: MIT

public import AutoMovable

extension MemoryState {
  /// The state with only those online sections that a decision about a group's
  /// memory could mistake for its own: the aligned unit that the memory is in
  /// and the units beside it.
  ///
  /// Nothing else looks at sections, so the decision is the same; a file of
  /// vectors is a tenth of the size.
  public func keepingSections(around range: PageRange, of groupID: MemoryGroupID?) -> MemoryState {
    var state = self
    guard let groupID, let group = groups[groupID],
      case .dynamic(let unitPages) = group.kind
    else {
      state.sections = []
      return state
    }
    let unit = (unitPages / MemoryGeometry.pagesPerSection).clamped(
      to: 1...MemoryGeometry.sectionCount)
    let section = range.startPFN / MemoryGeometry.pagesPerSection
    let start = section & ~(unit - 1)
    let lower = start - min(unit, start)
    let upper = start + 2 * unit
    state.sections = sections.compactMap { run in
      let first = max(run.firstSection, lower)
      let end = min(run.endSection, upper)
      guard first < end else { return nil }
      return SectionRun(
        firstSection: first, sectionCount: end - first, zone: run.zone, nodeID: run.nodeID)
    }
    return state
  }
}

extension UInt64 {
  fileprivate func clamped(to limits: ClosedRange<UInt64>) -> UInt64 {
    Swift.min(Swift.max(self, limits.lowerBound), limits.upperBound)
  }
}
