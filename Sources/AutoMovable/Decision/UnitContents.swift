// SPDX-License-Identifier: MIT

/// What is online in a unit of a dynamic group.
@frozen
public enum UnitContents: Hashable, Sendable {
  /// A section outside `ZONE_MOVABLE` is online; its first page frame number.
  case hasKernelSection(startPFN: UInt64)
  /// Only `ZONE_MOVABLE` sections are online; their pages.
  case movableOnly(onlinePages: UInt64)
}

extension UnitContents {
  /// Looks at the sections of a unit in ascending order.
  ///
  /// The kernel looks at one page of each section with `pfn_to_online_page`;
  /// looking at runs finds the same and doesn't get slower as units get
  /// larger.
  ///
  /// - Parameters:
  ///   - unit: The unit, aligned to its size, a power of two; if its end wraps
  ///     to 0 nothing is looked at.
  ///   - sections: The online sections, ascending and apart.
  ///   - geometry: The size of a section.
  /// - Complexity: O(log *n* + *k*), where *n* is the number of runs and *k*
  ///   the number of those in the unit.
  public init(
    of unit: PageRange, in sections: Span<SectionRun>, _ geometry: Geometry = .x86_64
  ) {
    let first = geometry.section(ofPFN: unit.startPFN)
    let end = geometry.section(ofPFN: unit.endPFN)
    var index = sections.firstIndex(endingAfter: first)
    var onlineSections: UInt64 = 0
    while index < sections.count, sections[index].firstSection < end {
      let start = max(sections[index].firstSection, first)
      guard sections[index].zone == .movable else {
        self = .hasKernelSection(startPFN: geometry.startPFN(ofSection: start))
        return
      }
      // Both are sections of pages below 2^64, so neither this nor the pages wrap.
      onlineSections &+= min(sections[index].endSection, end) &- start
      index += 1
    }
    self = .movableOnly(onlinePages: geometry.startPFN(ofSection: onlineSections))
  }
}

extension Span where Element == SectionRun {
  /// The position of the first run that ends after a section.
  ///
  /// - Complexity: O(log *n*)
  @inlinable
  func firstIndex(endingAfter section: UInt64) -> Int {
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle].endSection > section {
        upper = middle
      } else {
        lower = middle + 1
      }
    }
    return lower
  }
}
