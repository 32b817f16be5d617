// SPDX-License-Identifier: MIT

/// What zones span at boot, as far as there can be memory in them.
struct EarlyZones {
  /// The span of a populated zone.
  struct Span {
    let pages: PageRange
    let zone: ZoneType
    let nodeID: NodeID
  }

  /// The spans, by ascending node and, in a node, by ascending page.
  let spans: [Span]

  /// Collects the spans of the populated zones of nodes.
  ///
  /// Memory of devices isn't boot memory, so `ZONE_DEVICE` is none of them.
  ///
  /// - Throws: `spanNotAddressable`, or `spansOverlap` if two zones of a node
  ///   do.
  init(of nodes: [Node], _ geometry: Geometry) throws(BootError) {
    var spans: [Span] = []
    spans.reserveCapacity(2 * nodes.count)
    for node in nodes {
      let first = spans.count
      for index in 0..<ZoneType.count {
        guard let type = ZoneType(rawValue: UInt8(index)), type != .device else { continue }
        let zone = node[type]
        guard zone.isPopulated, zone.spannedPages != 0 else { continue }
        let pages = PageRange(startPFN: zone.startPFN, pageCount: zone.spannedPages)
        guard pages.isAddressable(in: geometry) else { throw .spanNotAddressable(node.id, type) }
        // Sorted as they come, since sorting a part of an array copies that.
        var position = spans.count
        while position > first, spans[position - 1].pages.startPFN > pages.startPFN {
          position -= 1
        }
        spans.insert(Span(pages: pages, zone: type, nodeID: node.id), at: position)
      }
      for index in spans.indices.dropFirst(first + 1)
      where spans[index].pages.startPFN < spans[index - 1].pages.endPFN {
        throw .spansOverlap(node.id, spans[index].zone)
      }
    }
    self.spans = spans
  }

  /// The spans of a node.
  func spans(of id: NodeID) -> ArraySlice<Span> {
    let lower = partitionPoint(spans.count) { spans[$0].nodeID < id }
    return spans[lower...].prefix { $0.nodeID == id }
  }

  /// The only zone of a node that spans a part of some pages, or `nil` if
  /// several do.
  ///
  /// Whether there is memory in that part doesn't matter. Mirrors
  /// `early_node_zone_for_memory_block`.
  func onlyZone(of id: NodeID, in pages: PageRange) -> ZoneType? {
    var zone: ZoneType?
    for span in spans(of: id)
    where span.pages.startPFN < pages.endPFN && span.pages.endPFN > pages.startPFN {
      guard zone == nil else { return nil }
      zone = span.zone
    }
    return zone
  }
}
