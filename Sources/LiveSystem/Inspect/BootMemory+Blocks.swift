// SPDX-License-Identifier: MIT

import AutoMovable

extension [BootMemory] {
  /// The parts of ranges of pages that are in blocks, ascending.
  ///
  /// - Parameters:
  ///   - ranges: Ascending ranges.
  ///   - blocks: The blocks that there are, by ascending number.
  ///   - nodes: The nodes whose zones tell whose a page is, where a block is of
  ///     several.
  init(
    _ ranges: [Range<UInt64>], in blocks: [CaptureBlock], blockPages: UInt64, nodes: [Node]
  ) {
    self = []
    var index = 0
    for range in ranges {
      while index < blocks.count, (blocks[index].index + 1) * blockPages <= range.lowerBound {
        index += 1
      }
      for block in blocks[index...] {
        // Numbers of blocks were checked, so this doesn't overflow.
        let start = block.index * blockPages
        guard start < range.upperBound else { break }
        let pages =
          Swift.max(start, range.lowerBound)..<Swift.min(start + blockPages, range.upperBound)
        append(pages, of: block, nodes)
      }
    }
  }

  /// Appends pages of a block, each to the node whose zone spans it.
  private mutating func append(
    _ pages: Range<UInt64>, of block: CaptureBlock, _ nodes: [Node]
  ) {
    guard block.nodes.count > 1 else { return append(pages, of: block.nodeID) }
    var next = pages.lowerBound
    while next < pages.upperBound {
      let page = PageRange(startPFN: next, pageCount: 1)
      var (owner, end) = (block.nodeID, pages.upperBound)
      for node in nodes where block.nodes.contains(node.id.rawValue) {
        for type in ZoneType.allCases {
          let zone = node[type]
          if zone.intersects(page) {
            owner = node.id
            end = Swift.min(end, zone.endPFN)
          } else if zone.spannedPages > 0, zone.startPFN > next {
            end = Swift.min(end, zone.startPFN)
          }
        }
      }
      append(next..<end, of: owner)
      next = end
    }
  }

  /// Appends pages, as part of the last run if that goes on in them.
  mutating func append(_ pages: Range<UInt64>, of nodeID: NodeID) {
    guard !pages.isEmpty else { return }
    let count = pages.upperBound - pages.lowerBound
    if let last, last.nodeID == nodeID, last.pages.endPFN == pages.lowerBound {
      self[self.count - 1].pages.pageCount += count
    } else {
      append(
        BootMemory(
          PageRange(startPFN: pages.lowerBound, pageCount: count), nodeID: nodeID))
    }
  }
}

extension [BootMemory] {
  /// The parts that zones of their nodes span, and how many pages each zone has of
  /// them, by node and zone type.
  ///
  /// Zones of a node must not overlap.
  func fitted(to nodes: [Node]) -> (memory: [BootMemory], counts: [[UInt64]]) {
    var memory: [BootMemory] = []
    var counts = nodes.map { _ in [UInt64](repeating: 0, count: ZoneType.count) }
    for run in self {
      guard let index = nodes.firstIndex(where: { $0.id == run.nodeID }) else { continue }
      let node = nodes[index]
      let types = ZoneType.allCases.filter { $0 != .device && node[$0].spannedPages > 0 }
        .sorted { node[$0].startPFN < node[$1].startPFN }
      for type in types {
        let start = Swift.max(run.pages.startPFN, node[type].startPFN)
        let end = Swift.min(run.pages.endPFN, node[type].endPFN)
        guard start < end else { continue }
        counts[index][Int(type.rawValue)] += end - start
        memory.append(start..<end, of: run.nodeID)
      }
    }
    return (memory, counts)
  }

  /// The runs without as many of the last pages of a zone as there are too many; at
  /// least one page of each block stays, so that the block does.
  ///
  /// - Returns: `nil` if that isn't possible.
  func trimmed(
    by excess: UInt64, in zone: Zone, of nodeID: NodeID, blockPages: UInt64
  ) -> [BootMemory]? {
    var excess = excess
    var runs: [BootMemory] = []
    for run in reversed() {
      guard run.nodeID == nodeID, excess > 0 else {
        runs.append(run)
        continue
      }
      // Parts behind the zone, in it by descending block, and before it.
      let start = Swift.max(run.pages.startPFN, zone.startPFN)
      var end = Swift.min(run.pages.endPFN, zone.endPFN)
      guard start < end else {
        runs.append(run)
        continue
      }
      func keep(_ pages: Range<UInt64>) {
        guard !pages.isEmpty else { return }
        runs.append(
          BootMemory(
            PageRange(startPFN: pages.lowerBound, pageCount: UInt64(pages.count)), nodeID: nodeID))
      }
      keep(end..<Swift.max(end, run.pages.endPFN))
      while excess > 0, start < end {
        let first = Swift.max(start, (end - 1) / blockPages * blockPages)
        let cut = Swift.min(excess, end - first - 1)
        excess -= cut
        keep(first..<end - cut)
        end = first
      }
      keep(run.pages.startPFN..<end)
    }
    guard excess == 0 else { return nil }
    // Runs that go on in each other are one.
    var joined: [BootMemory] = []
    for run in runs.reversed() {
      joined.append(run.pages.startPFN..<run.pages.endPFN, of: run.nodeID)
    }
    return joined
  }
}
