// SPDX-License-Identifier: MIT

/// The counters and the span of one zone of one node.
///
/// Mirrors the fields of `struct zone` that the policy reads. All are in
/// pages and take any 64-bit value; sums of them wrap.
@frozen
public struct Zone: Hashable, Sendable {
  /// The first page frame number of the span. Mirrors `zone_start_pfn`.
  public var startPFN: UInt64

  /// The size of the span, holes included. Mirrors `spanned_pages`.
  public var spannedPages: UInt64

  /// The pages that exist in the span. Mirrors `present_pages`.
  public var presentPages: UInt64

  /// The pages that existed at boot. Mirrors `present_early_pages`.
  public var presentEarlyPages: UInt64

  /// The pages set aside for contiguous allocation. Mirrors `cma_pages`.
  public var cmaPages: UInt64

  /// Creates a zone; left-out fields are 0, as those of an empty zone.
  @inlinable
  public init(
    startPFN: UInt64 = 0,
    spannedPages: UInt64 = 0,
    presentPages: UInt64 = 0,
    presentEarlyPages: UInt64 = 0,
    cmaPages: UInt64 = 0
  ) {
    self.startPFN = startPFN
    self.spannedPages = spannedPages
    self.presentPages = presentPages
    self.presentEarlyPages = presentEarlyPages
    self.cmaPages = cmaPages
  }
}

extension Zone {
  /// Whether the zone has pages; one that hasn't is skipped in all statistics.
  ///
  /// Mirrors `populated_zone`.
  @inlinable
  public var isPopulated: Bool { presentPages != 0 }

  /// The page frame number past the span, modulo 2^64.
  ///
  /// Mirrors `zone_end_pfn`.
  @inlinable
  public var endPFN: UInt64 {
    // Wraps as `zone_start_pfn + spanned_pages` does.
    startPFN &+ spannedPages
  }

  /// Whether the span and the range have a page in common.
  ///
  /// The test is the kernel's, to the bit: a range whose end wraps around is
  /// taken to end where it wraps to. Mirrors `zone_intersects`.
  @inlinable
  public func intersects(_ range: PageRange) -> Bool {
    // Most nodes have no memory below 4 GiB.
    guard spannedPages != 0 else { return false }
    return range.startPFN < endPFN && range.endPFN > startPFN
  }
}
