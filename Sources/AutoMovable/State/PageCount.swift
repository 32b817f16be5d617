// SPDX-License-Identifier: MIT

#if !hasFeature(Embedded) || Descriptions
  /// A number of pages as people read it.
  package struct PageCount {
    /// The pages of 4 KiB.
    package let pages: UInt64

    /// Creates a number of pages.
    package init(pages: UInt64) { self.pages = pages }

    /// The size alone: `64 KiB`, `128 MiB`, `12200.95 MiB`, `4 GiB`.
    ///
    /// Fractions are cut, not rounded. A number above 2^63 is mostly a negative
    /// one that wrapped, and written so.
    package var size: String {
      if pages >= 1 << 63 { return "wrapped: \(Int64(bitPattern: pages)) pages" }
      if pages < 256 { return "\(pages * 4) KiB" }
      if pages % 262_144 == 0 { return "\(pages / 262_144) GiB" }
      let hundredths = pages % 256 * 100 / 256
      guard hundredths != 0 else { return "\(pages / 256) MiB" }
      return "\(pages / 256).\(hundredths < 10 ? "0" : "")\(hundredths) MiB"
    }

    /// The number and the size: `32768 pages (128 MiB)`.
    package var text: String { "\(pages) \(pages == 1 ? "page" : "pages") (\(size))" }
  }
#endif
