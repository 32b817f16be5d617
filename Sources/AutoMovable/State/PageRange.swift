// SPDX-License-Identifier: MIT

/// A run of page frames.
///
/// The end may wrap around 2^64 as it does in the kernel's `unsigned long`
/// arithmetic, so this isn't a `Range`.
@frozen
public struct PageRange: Hashable, Sendable {
  /// The first page frame number.
  public var startPFN: UInt64

  /// The number of pages.
  public var pageCount: UInt64

  /// Creates a range from its first page frame number and its size in pages.
  @inlinable
  public init(startPFN: UInt64, pageCount: UInt64) {
    self.startPFN = startPFN
    self.pageCount = pageCount
  }

  /// The page frame number past the last page, modulo 2^64.
  @inlinable
  public var endPFN: UInt64 {
    // The kernel's `start_pfn + nr_pages` wraps; callers rely on it.
    startPFN &+ pageCount
  }

  /// Whether the range reaches no farther than the last page that there can be.
  func isAddressable(in geometry: Geometry) -> Bool {
    startPFN <= geometry.pageCount && pageCount <= geometry.pageCount - startPFN
  }
}
