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
    try forEachBlock(in: blockIDs(of: range), body)
  }

  /// Calls a function for each block with one of these numbers, by ascending number.
  @inlinable @inline(__always)
  package func forEachBlock<Failure: Error>(
    in ids: Range<UInt64>, _ body: (MemoryBlock) throws(Failure) -> Void
  ) throws(Failure) {
    try blocks.forEach(in: ids, body)
  }

  /// The numbers of the blocks with a page in a range.
  @inline(__always)
  func blockIDs(of range: PageRange) -> Range<UInt64> {
    guard range.pageCount > 0, range.endPFN > range.startPFN else { return 0..<0 }
    return blockID(ofPFN: range.startPFN)..<blockID(ofPFN: range.endPFN - 1) + 1
  }

  /// The number of the block of a page. Mirrors `pfn_to_block_id`.
  @inline(__always)
  func blockID(ofPFN pfn: UInt64) -> UInt64 {
    // The size is a power of two, and a division takes as long as some ten shifts.
    pfn &>> UInt64(blockPages.trailingZeroBitCount)
  }

  /// The pages of a block, present or not.
  @inline(__always)
  func pages(of block: MemoryBlockID) -> PageRange {
    // Numbers of blocks that are there are small enough.
    PageRange(startPFN: block.rawValue &* blockPages, pageCount: blockPages)
  }
}
