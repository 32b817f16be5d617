// SPDX-License-Identifier: MIT

extension Zone {
  /// Extends the span by a range. Mirrors `resize_zone_range` after
  /// `init_currently_empty_zone`.
  mutating func grow(by range: PageRange) {
    let end = spannedPages == 0 ? range.endPFN : max(range.endPFN, endPFN)
    if spannedPages == 0 || range.startPFN < startPFN {
      startPFN = range.startPFN
    }
    spannedPages = end &- startPFN
  }
}
