// SPDX-License-Identifier: MIT

/// The span and the size of a node. Mirrors the fields of `pg_data_t` besides
/// its zones.
@frozen
public struct NodeExtent: Hashable, Sendable {
  /// The first page frame number of the span. Mirrors `node_start_pfn`.
  public var startPFN: UInt64

  /// The size of the span, holes included. Mirrors `node_spanned_pages`.
  public var spannedPages: UInt64

  /// The pages that exist. Mirrors `node_present_pages`.
  public var presentPages: UInt64

  /// Whether the node has been online since boot. Such a node is taken to have
  /// a processor, so it stays online without memory, while another goes
  /// offline with the last of its memory.
  public let isFromBoot: Bool

  /// Creates the totals of a node without memory.
  @inlinable
  public init(isFromBoot: Bool) {
    self.startPFN = 0
    self.spannedPages = 0
    self.presentPages = 0
    self.isFromBoot = isFromBoot
  }
}

extension NodeExtent {
  /// The page frame number past the span. Mirrors `pgdat_end_pfn`.
  @inlinable
  public var endPFN: UInt64 { startPFN &+ spannedPages }

  /// Sets the span to the hull of the zones' spans. Mirrors
  /// `update_pgdat_span`.
  mutating func setSpan(of node: borrowing Node) {
    var start: UInt64 = 0
    var end: UInt64 = 0
    for index in node.zones.indices where node.zones[index].spannedPages != 0 {
      let zone = node.zones[index]
      start = end == 0 ? zone.startPFN : min(start, zone.startPFN)
      end = max(end, zone.endPFN)
    }
    startPFN = start
    spannedPages = end &- start
  }

  /// Extends the span by a range. Mirrors `resize_pgdat_range`.
  mutating func grow(by range: PageRange) {
    let end = max(range.endPFN, endPFN)
    if spannedPages == 0 || range.startPFN < startPFN {
      startPFN = range.startPFN
    }
    spannedPages = end &- startPFN
  }
}
