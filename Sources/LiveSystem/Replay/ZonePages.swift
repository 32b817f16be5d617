// SPDX-License-Identifier: MIT

import AutoMovable

/// The online pages of one zone, as the kernel looks for them when it shrinks
/// the zone's span: at every 512th page.
public struct ZonePages: Sendable {
  /// The ranges of online pages, ascending and apart.
  let ranges: [PageRange]

  /// The pages of a subsection, the step of the search. Mirrors
  /// `PAGES_PER_SUBSECTION`.
  private static var step: UInt64 { 512 }

  /// The first page found going up from the start of a range; the kernel takes
  /// page 0 for none.
  ///
  /// Mirrors `find_smallest_section_pfn`.
  public func first(in range: Range<UInt64>) -> UInt64? {
    for candidates in ranges where candidates.endPFN > range.lowerBound {
      let start = max(candidates.startPFN, range.lowerBound)
      let offset = (start - range.lowerBound + Self.step - 1) / Self.step * Self.step
      let page = range.lowerBound + offset
      if page >= range.upperBound { return nil }
      if page < candidates.endPFN { return page == 0 ? nil : page }
    }
    return nil
  }

  /// The last page found going down from the end of a range.
  ///
  /// Mirrors `find_biggest_section_pfn`.
  public func last(in range: Range<UInt64>) -> UInt64? {
    guard !range.isEmpty else { return nil }
    let top = range.upperBound - 1
    for candidates in ranges.reversed() where candidates.startPFN < range.upperBound {
      let end = min(candidates.endPFN, range.upperBound)
      let offset = (top - (end - 1) + Self.step - 1) / Self.step * Self.step
      guard offset <= top else { return nil }
      let page = top - offset
      if page < range.lowerBound { return nil }
      if page >= candidates.startPFN { return page == 0 ? nil : page }
    }
    return nil
  }
}
