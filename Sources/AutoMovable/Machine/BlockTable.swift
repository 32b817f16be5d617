// SPDX-License-Identifier: MIT

/// The memory blocks of a machine, by ascending number.
///
/// Mirrors the xarray `memory_blocks`. Boot blocks are kept as runs until
/// somebody touches them, as a large machine has tens of thousands.
@usableFromInline
struct BlockTable: Sendable {
  /// The blocks that were added, or were there at boot and have been touched
  /// since, ids ascending.
  private(set) var touched: [MemoryBlock] = []

  /// The boot blocks that nobody has touched, ids ascending.
  private(set) var early: [EarlyBlocks]

  /// Where the last block was that somebody touched or added: the one to be looked
  /// up next, as a rule.
  private var lastIndex = 0

  /// Creates the table of what there is at boot.
  init(early: [EarlyBlocks]) { self.early = early }

  /// The touched block at a position.
  subscript(index: Int) -> MemoryBlock {
    @inline(__always) get { touched[index] }
    @inline(__always) set { touched[index] = newValue }
  }
}

// MARK: Lookup

extension BlockTable {
  /// The block with a number.
  @usableFromInline
  func block(_ id: MemoryBlockID) -> MemoryBlock? {
    if let index = touchedIndex(of: id) { return touched[index] }
    if let run = earlyIndex(of: id) { return early[run].block(id) }
    return nil
  }

  /// The block with the lowest number in a range.
  func first(in ids: Range<UInt64>) -> MemoryBlock? {
    let index = firstIndex(from: ids.lowerBound)
    let touchedID = index < touched.count ? touched[index].id.rawValue : .max
    let run = firstEarlyIndex(from: ids.lowerBound)
    let earlyID = run < early.count ? max(ids.lowerBound, early[run].first) : .max
    guard min(touchedID, earlyID) < ids.upperBound else { return nil }
    return touchedID < earlyID
      ? touched[index] : early[run].block(MemoryBlockID(earlyID))
  }

  /// Calls a function for each block with a number in a range, ascending.
  @usableFromInline
  func forEach<Failure: Error>(
    in ids: Range<UInt64>, _ body: (MemoryBlock) throws(Failure) -> Void
  ) throws(Failure) {
    var next = ids.lowerBound
    var index = firstIndex(from: next)
    var run = firstEarlyIndex(from: next)
    while true {
      let touchedID = index < touched.count ? touched[index].id.rawValue : .max
      let earlyID = run < early.count ? max(next, early[run].first) : .max
      guard min(touchedID, earlyID) < ids.upperBound else { return }
      if touchedID < earlyID {
        try body(touched[index])
        index += 1
      } else {
        try body(early[run].block(MemoryBlockID(earlyID)))
        next = earlyID + 1
        if next == early[run].end { run += 1 }
      }
    }
  }

  /// The position of the first touched block with a number from `id` on.
  func firstIndex(from id: UInt64) -> Int {
    let blocks = touched.span
    var base = 0
    var count = blocks.count
    // Which half is taken can't be foreseen, so this is computed, not branched.
    // No position overflows, and checks would cost as much as the search.
    while count > 1 {
      let half = count / 2
      base &+= blocks[base &+ half &- 1].id.rawValue < id ? half : 0
      count &-= half
    }
    return count == 1 && blocks[base].id.rawValue < id ? base &+ 1 : base
  }

  private func touchedIndex(of id: MemoryBlockID) -> Int? {
    let blocks = touched.span
    if lastIndex < blocks.count, blocks[lastIndex].id == id { return lastIndex }
    // Boot blocks are mostly below all that were added.
    guard blocks.count > 0, blocks[0].id <= id, id <= blocks[blocks.count - 1].id else {
      return nil
    }
    let index = firstIndex(from: id.rawValue)
    return index < blocks.count && blocks[index].id == id ? index : nil
  }

  private func earlyIndex(of id: MemoryBlockID) -> Int? {
    let run = firstEarlyIndex(from: id.rawValue)
    return run < early.count && early[run].first <= id.rawValue ? run : nil
  }

  /// The position of the first untouched run that ends after `id`.
  private func firstEarlyIndex(from id: UInt64) -> Int {
    partitionPoint(early.count) { early[$0].end <= id }
  }
}

// MARK: Change

extension BlockTable {
  /// The position of the touched block with a number; a boot block is touched
  /// by that.
  mutating func touch(_ id: MemoryBlockID) -> Int? {
    if let index = touchedIndex(of: id) {
      lastIndex = index
      return index
    }
    guard let run = earlyIndex(of: id) else { return nil }
    let blocks = early[run]
    let index = firstIndex(from: id.rawValue)
    lastIndex = index
    touched.insert(blocks.block(id), at: index)
    early.remove(at: run)
    if id.rawValue + 1 < blocks.end {
      early.insert(blocks.part(id.rawValue + 1..<blocks.end), at: run)
    }
    if blocks.first < id.rawValue {
      early.insert(blocks.part(blocks.first..<id.rawValue), at: run)
    }
    return index
  }

  /// Adds successive blocks, none of which is there, at the position that they
  /// belong to.
  mutating func insert(_ blocks: some Collection<MemoryBlock>, at index: Int) {
    lastIndex = index
    touched.insert(contentsOf: blocks, at: index)
  }

  /// Removes touched blocks.
  mutating func remove(at positions: Range<Int>) { touched.removeSubrange(positions) }
}

extension EarlyBlocks {
  /// Some of the blocks.
  fileprivate func part(_ ids: Range<UInt64>) -> EarlyBlocks {
    EarlyBlocks(
      first: ids.lowerBound, count: ids.upperBound - ids.lowerBound,
      nodeID: nodeID, zone: zone, hasHoles: hasHoles)
  }
}
