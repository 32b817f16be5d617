// SPDX-License-Identifier: MIT

/// Neighbouring boot blocks that nobody has touched: all alike but for their
/// numbers.
struct EarlyBlocks: Hashable {
  let first: UInt64
  var count: UInt64
  let nodeID: NodeID
  let zone: ZoneType?
  let hasHoles: Bool

  var end: UInt64 { first + count }

  /// One of the blocks.
  func block(_ id: MemoryBlockID) -> MemoryBlock {
    MemoryBlock(earlyID: id, nodeID: nodeID, zone: zone, hasHoles: hasHoles)
  }
}

extension EarlyBlocks {
  /// The blocks that boot creates: those in which there are pages.
  ///
  /// The zone of a block is that of all its pages, unless several zones or
  /// nodes have some; its node is the highest of those. Mirrors
  /// `memory_block_add_nid` at boot.
  static func all(
    of ranges: [EarlyRange], blockPages: UInt64
  ) -> [EarlyBlocks] {
    var runs: [EarlyBlocks] = []
    /// The last block so far, while more ranges may have pages in it.
    var open: (run: EarlyBlocks, pages: UInt64)?

    func close(_ block: (run: EarlyBlocks, pages: UInt64)) -> EarlyBlocks {
      EarlyBlocks(
        first: block.run.first, count: 1, nodeID: block.run.nodeID,
        zone: block.run.zone, hasHoles: block.pages != blockPages)
    }

    for range in ranges {
      var start = range.pages.startPFN
      let end = range.pages.endPFN
      while start < end {
        let id = start / blockPages
        let isAligned = start % blockPages == 0
        if isAligned, end - start >= blockPages {
          if let last = open { runs.append(close(last)) }
          open = nil
          let count = (end - start) / blockPages
          runs.append(
            EarlyBlocks(
              first: id, count: count, nodeID: range.nodeID, zone: range.zone,
              hasHoles: false))
          start += count * blockPages
          continue
        }
        let partEnd = min((id + 1) * blockPages, end)
        if let last = open, last.run.first == id {
          // Two zones of one node, or two nodes, have pages in the block.
          open = (
            EarlyBlocks(
              first: id, count: 1, nodeID: max(last.run.nodeID, range.nodeID),
              zone: nil, hasHoles: false), last.pages + (partEnd - start)
          )
        } else {
          if let last = open { runs.append(close(last)) }
          open = (
            EarlyBlocks(
              first: id, count: 1, nodeID: range.nodeID, zone: range.zone,
              hasHoles: false), partEnd - start
          )
        }
        start = partEnd
      }
    }
    if let last = open { runs.append(close(last)) }
    return runs
  }
}
