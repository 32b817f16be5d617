// SPDX-License-Identifier: MIT

extension MemoryModel {
  /// Marks sections online in a zone. Mirrors `online_mem_sections`.
  ///
  /// - Throws: `notAddressable`, or `overlapsMemory` if one of them is online;
  ///   nothing has changed then.
  /// - Complexity: O(*s*), where *s* is the number of runs of sections.
  public mutating func onlineSections(
    _ run: SectionRun
  ) throws(MemoryModelError) {
    guard run.isAddressable(in: state.geometry) else { throw .notAddressable }
    let index = state.sections.span.firstIndex(endingAfter: run.firstSection)
    guard
      index == state.sections.count
        || state.sections[index].firstSection >= run.endSection
    else { throw .overlapsMemory }
    state.sections.insertRun(run)
  }

  /// Marks sections offline; those that are already stay so. Mirrors
  /// `offline_mem_sections`.
  ///
  /// - Complexity: O(*s* · *k*), where *s* is the number of runs of sections
  ///   and *k* the number of those that are touched.
  public mutating func offlineSections(_ sections: Range<UInt64>) {
    while !sections.isEmpty {
      let index = state.sections.span.firstIndex(endingAfter: sections.lowerBound)
      guard index < state.sections.count,
        state.sections[index].firstSection < sections.upperBound
      else { return }
      let run = state.sections[index]
      state.sections.removePart(
        sections.clamped(to: run.firstSection..<run.endSection), ofRunAt: index)
    }
  }
}
