// SPDX-License-Identifier: MIT

/// The fixed sizes of x86-64 memory hotplug, in pages of 4 KiB.
public enum MemoryGeometry {
  /// The size of a page, in bytes. Mirrors `PAGE_SIZE`.
  @inlinable public static var pageSize: UInt64 { 4096 }

  /// The pages of one memory section (128 MiB). Mirrors `PAGES_PER_SECTION`.
  @inlinable public static var pagesPerSection: UInt64 { 32768 }

  /// The number of sections that can exist with 5-level paging: 2^25.
  ///
  /// A section number at or above it is never online. Mirrors
  /// `NR_MEM_SECTIONS`.
  @inlinable public static var sectionCount: UInt64 { 1 << 25 }

  /// The number of pages that can exist with 5-level paging: 2^40.
  ///
  /// A page frame number at or above it can't be addressed.
  @inlinable public static var pageCount: UInt64 {
    sectionCount * pagesPerSection
  }

  /// The pages of a page block (2 MiB), and of the part of a section that can
  /// be added alone. Mirrors `pageblock_nr_pages` and `PAGES_PER_SUBSECTION`.
  @inlinable public static var pageBlockPages: UInt64 { 512 }

  /// What the kernel's map of memory takes for each page, in bytes. Mirrors
  /// `sizeof(struct page)`.
  @inlinable public static var pageMapBytes: UInt64 { 64 }

  /// The smallest memory block, in pages: one section. Mirrors
  /// `MIN_MEMORY_BLOCK_SIZE`.
  @inlinable public static var minimumBlockPages: UInt64 { pagesPerSection }
}
