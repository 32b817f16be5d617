// SPDX-License-Identifier: MIT

extension HotplugMachine {
  /// The block with a number. Mirrors `find_memory_block_by_id`.
  ///
  /// - Complexity: O(log *n*)
  public func block(_ id: MemoryBlockID) -> MemoryBlock? {
    if let index = touchedIndex(of: id) { return blocks[index] }
    if let run = earlyIndex(of: id) { return earlyBlocks[run].block(id) }
    return nil
  }

  /// Calls a function for each block with a page in a range, by ascending
  /// number. Mirrors `walk_memory_blocks`.
  ///
  /// - Parameters:
  ///   - range: A range whose end doesn't wrap.
  ///   - body: What to do with a block; what it throws ends the walk.
  public func forEachBlock<Failure: Error>(
    in range: PageRange, _ body: (MemoryBlock) throws(Failure) -> Void
  ) throws(Failure) {
    var ids = blockIDs(of: range)
    while let block = firstBlock(in: ids) {
      try body(block)
      ids = block.id.rawValue + 1..<ids.upperBound
    }
  }

  /// The block with the lowest number in a range.
  func firstBlock(in ids: Range<UInt64>) -> MemoryBlock? {
    let index = firstTouchedIndex(from: ids.lowerBound)
    let touchedID = index < blocks.count ? blocks[index].id.rawValue : .max
    let run = firstEarlyIndex(from: ids.lowerBound)
    let earlyID =
      run < earlyBlocks.count ? max(ids.lowerBound, earlyBlocks[run].first) : .max
    guard min(touchedID, earlyID) < ids.upperBound else { return nil }
    return touchedID < earlyID
      ? blocks[index] : earlyBlocks[run].block(MemoryBlockID(earlyID))
  }

  /// The numbers of the blocks with a page in a range.
  func blockIDs(of range: PageRange) -> Range<UInt64> {
    guard range.pageCount > 0, range.endPFN > range.startPFN else { return 0..<0 }
    return range.startPFN / blockPages..<(range.endPFN - 1) / blockPages + 1
  }

  /// The pages of a block, present or not.
  func pages(of block: MemoryBlockID) -> PageRange {
    // Numbers of blocks that are there are small enough.
    PageRange(startPFN: block.rawValue &* blockPages, pageCount: blockPages)
  }
}

// MARK: Touching

extension HotplugMachine {
  /// The position in `blocks` of the block with a number, which is put there
  /// if it is a boot block.
  mutating func touch(_ id: MemoryBlockID) -> Int? {
    if let index = touchedIndex(of: id) { return index }
    guard let run = earlyIndex(of: id) else { return nil }
    let early = earlyBlocks[run]
    let index = firstTouchedIndex(from: id.rawValue)
    blocks.insert(early.block(id), at: index)
    earlyBlocks.remove(at: run)
    if id.rawValue + 1 < early.end {
      earlyBlocks.insert(early.part(id.rawValue + 1..<early.end), at: run)
    }
    if early.first < id.rawValue {
      earlyBlocks.insert(early.part(early.first..<id.rawValue), at: run)
    }
    return index
  }

  private func touchedIndex(of id: MemoryBlockID) -> Int? {
    let index = firstTouchedIndex(from: id.rawValue)
    return index < blocks.count && blocks[index].id == id ? index : nil
  }

  private func earlyIndex(of id: MemoryBlockID) -> Int? {
    let run = firstEarlyIndex(from: id.rawValue)
    return run < earlyBlocks.count && earlyBlocks[run].first <= id.rawValue
      ? run : nil
  }

  /// The position of the first touched block with a number from `id` on.
  func firstTouchedIndex(from id: UInt64) -> Int {
    let blocks = blocks.span
    var base = 0
    var count = blocks.count
    // Which half is taken can't be foreseen, so this is computed, not branched.
    while count > 1 {
      let half = count / 2
      base += blocks[base + half - 1].id.rawValue < id ? half : 0
      count -= half
    }
    return count == 1 && blocks[base].id.rawValue < id ? base + 1 : base
  }

  /// The position of the first untouched run that ends after `id`.
  private func firstEarlyIndex(from id: UInt64) -> Int {
    var lower = 0
    var upper = earlyBlocks.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if earlyBlocks[middle].end <= id { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}

extension EarlyBlocks {
  /// Some of the blocks.
  fileprivate func part(_ ids: Range<UInt64>) -> EarlyBlocks {
    EarlyBlocks(
      first: ids.lowerBound, count: ids.upperBound - ids.lowerBound,
      nodeID: nodeID, zone: zone, hasHoles: hasHoles)
  }
}
