// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// `zone_intersects`, to the bit.
@Suite("Zone spans and ranges")
struct ZoneIntersectionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let title: String
    let zone: (start: UInt64, pages: UInt64)
    let range: (start: UInt64, pages: UInt64)
    let intersects: Bool

    init(
      _ title: String, _ start: UInt64, _ pages: UInt64, _ rangeStart: UInt64,
      _ rangePages: UInt64, _ intersects: Bool
    ) {
      self.title = title
      self.zone = (start, pages)
      self.range = (rangeStart, rangePages)
      self.intersects = intersects
    }

    var testDescription: String { title }
  }

  static let rows: [Row] = [
    Row("inside", 100, 50, 110, 10, true),
    Row("around", 100, 50, 50, 200, true),
    Row("equal", 100, 50, 100, 50, true),
    Row("ends one page before the start", 100, 50, 89, 10, false),
    Row("ends at the start", 100, 50, 90, 10, false),
    Row("ends one page behind the start", 100, 50, 91, 10, true),
    Row("starts at the last page", 100, 50, 149, 10, true),
    Row("starts at the end", 100, 50, 150, 10, false),
    Row("starts one page behind the end", 100, 50, 151, 10, false),
    Row("empty span", 100, 0, 90, 100, false),
    Row("empty span at 0", 0, 0, 0, 1, false),
    Row("no pages, at the start", 100, 50, 100, 0, false),
    Row("no pages, inside", 100, 50, 101, 0, true),
    Row("no pages, at the last page", 100, 50, 149, 0, true),
    Row("no pages, at the end", 100, 50, 150, 0, false),
    Row("end wraps to 0", 100, 50, 110, 0 &- 110, false),
    Row("end wraps to the zone's start", 100, 50, 110, 0 &- 10, false),
    Row("end wraps to one page behind the zone's start", 100, 50, 110, 0 &- 9, true),
    Row("range at the top of the address space", 100, 50, .max, 1, false),
    Row("span's end wraps to 0", 0 &- 8, 8, 0 &- 4, 2, false),
    Row("span's end wraps to 2, range there", 0 &- 8, 10, 1, 1, false),
    Row("span's end wraps to 2, range ends above the start", 0 &- 8, 10, 1, 0 &- 2, true),
    Row("span of all pages but one, from 0", 0, .max, 5, 1, true),
    Row("span of all pages but one, from 1", 1, .max, 5, 1, false),
  ]

  @Test(arguments: rows)
  func intersection(_ row: Row) {
    let zone = Zone(startPFN: row.zone.start, spannedPages: row.zone.pages)
    let range = PageRange(startPFN: row.range.start, pageCount: row.range.pages)
    #expect(zone.intersects(range) == row.intersects)
  }

  @Test func endsWrap() {
    #expect(PageRange(startPFN: 5, pageCount: 7).endPFN == 12)
    #expect(PageRange(startPFN: .max, pageCount: 3).endPFN == 2)
    #expect(Zone(startPFN: .max, spannedPages: 1).endPFN == 0)
  }

  @Test func onlyPresentPagesPopulateAZone() {
    #expect(!Zone(spannedPages: 9, presentEarlyPages: 9, cmaPages: 9).isPopulated)
    #expect(Zone(presentPages: 1 << 32).isPopulated)
  }
}
