// SPDX-License-Identifier: MIT

extension HotplugMachine {
  /// The block with a number. Mirrors `find_memory_block_by_id`.
  ///
  /// - Complexity: O(log *n*)
  // Inlinable, so that the table is looked at where it is.
  @inlinable @inline(__always)
  public func block(_ id: MemoryBlockID) -> MemoryBlock? {
    blocks.block(id)
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
    try blocks.forEach(in: blockIDs(of: range), body)
  }

  /// The numbers of the blocks with a page in a range.
  @inline(__always)
  func blockIDs(of range: PageRange) -> Range<UInt64> {
    guard range.pageCount > 0, range.endPFN > range.startPFN else { return 0..<0 }
    return range.startPFN / blockPages..<(range.endPFN - 1) / blockPages + 1
  }

  /// The pages of a block, present or not.
  @inline(__always)
  func pages(of block: MemoryBlockID) -> PageRange {
    // Numbers of blocks that are there are small enough.
    PageRange(startPFN: block.rawValue &* blockPages, pageCount: blockPages)
  }
}
