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
  /// The blocks that boot creates: those in which there is memory.
  ///
  /// Where a single node has memory in a block, the block's zone is the only one
  /// of that node that spans a part of it, be there memory or not. Otherwise it
  /// has none, and its node is the highest. Mirrors `memory_block_add_nid` at
  /// boot.
  static func all(
    of ranges: [EarlyRange], in zones: EarlyZones, blockPages: UInt64
  ) -> [EarlyBlocks] {
    var runs: [EarlyBlocks] = []
    // Most ranges begin or end inside a block.
    runs.reserveCapacity(2 * ranges.count)
    /// The last block so far, while more ranges may have pages in it.
    var open: OpenBlock?

    func close() {
      if let block = open { runs.append(block.closed(in: zones, blockPages)) }
      open = nil
    }

    for range in ranges {
      var start = range.pages.startPFN
      let end = range.pages.endPFN
      while start < end {
        let id = start / blockPages
        if start % blockPages == 0, end - start >= blockPages {
          close()
          let count = (end - start) / blockPages
          // In a block that a zone spans as a whole there is no other one.
          runs.append(
            EarlyBlocks(
              first: id, count: count, nodeID: range.nodeID, zone: range.zone,
              hasHoles: false))
          start += count * blockPages
          continue
        }
        let partEnd = min((id + 1) * blockPages, end)
        if open?.id != id {
          close()
          open = OpenBlock(id: id, nodeID: range.nodeID)
        }
        open?.add(partEnd - start, of: range.nodeID)
        start = partEnd
      }
    }
    close()
    return runs
  }
}

/// A boot block of which a part is known.
private struct OpenBlock {
  let id: UInt64
  /// The highest node with memory in the block so far.
  private var nodeID: NodeID
  private var hasSeveralNodes = false
  private var pageCount: UInt64 = 0

  init(id: UInt64, nodeID: NodeID) {
    self.id = id
    self.nodeID = nodeID
  }

  mutating func add(_ pages: UInt64, of nodeID: NodeID) {
    if nodeID != self.nodeID { hasSeveralNodes = true }
    self.nodeID = max(self.nodeID, nodeID)
    pageCount += pages
  }

  func closed(in zones: EarlyZones, _ blockPages: UInt64) -> EarlyBlocks {
    let pages = PageRange(startPFN: id * blockPages, pageCount: blockPages)
    return EarlyBlocks(
      first: id, count: 1, nodeID: nodeID,
      zone: hasSeveralNodes ? nil : zones.onlyZone(of: nodeID, in: pages),
      hasHoles: pageCount != blockPages)
  }
}
