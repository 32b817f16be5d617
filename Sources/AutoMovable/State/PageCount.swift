// SPDX-License-Identifier: MIT

#if !hasFeature(Embedded) || Descriptions
  /// A number of pages as people read it.
  package struct PageCount {
    /// The pages.
    package let pages: UInt64

    /// The size of a page.
    private let geometry: Geometry

    /// Creates a number of pages.
    package init(pages: UInt64, of geometry: Geometry = .x86_64) {
      self.pages = pages
      self.geometry = geometry
    }

    /// The size alone: `64 KiB`, `128 MiB`, `12200.95 MiB`, `4 GiB`.
    ///
    /// Fractions are cut, not rounded. A number above 2^63 is mostly a negative
    /// one that wrapped, and written so.
    package var size: String {
      if pages >= 1 << 63 { return "wrapped: \(Int64(bitPattern: pages)) pages" }
      let perMiB: UInt64 = 1 << (20 - UInt64(geometry.pageShift))
      if pages < perMiB { return "\(pages * (geometry.pageSize / 1024)) KiB" }
      if pages % (perMiB * 1024) == 0 { return "\(pages / (perMiB * 1024)) GiB" }
      let hundredths = pages % perMiB * 100 / perMiB
      guard hundredths != 0 else { return "\(pages / perMiB) MiB" }
      return "\(pages / perMiB).\(hundredths < 10 ? "0" : "")\(hundredths) MiB"
    }

    /// The number and the size: `32768 pages (128 MiB)`.
    package var text: String { "\(pages) \(pages == 1 ? "page" : "pages") (\(size))" }
  }
#endif
