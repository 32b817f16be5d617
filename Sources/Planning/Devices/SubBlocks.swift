// SPDX-License-Identifier: MIT

/// What a virtio-mem device in Sub Block Mode has plugged. Mirrors `struct virtio_mem`
/// as far as its member `sbm` goes.
///
/// A block's sub-blocks are plugged from the first on and unplugged from the last on,
/// so it is enough to count them.
struct SubBlocks {
  /// The size of a sub-block, in bytes.
  let size: UInt64

  /// How many make up a memory block.
  let perBlock: UInt16

  /// The first block that the device can have.
  let firstBlock: UInt64

  /// How many sub-blocks of each block are plugged; of the blocks that the driver has
  /// used so far.
  private(set) var plugged: [UInt16] = []

  /// The blocks of which some sub-blocks are plugged and some aren't, positions in
  /// `plugged`, ascending.
  private(set) var partial: [Int] = []

  /// How many of the blocks used so far have nothing plugged.
  private(set) var unusedCount = 0

  /// How many of the added blocks are offline.
  var offlineCount: UInt64 = 0

  init(size: UInt64, perBlock: UInt16, firstBlock: UInt64) {
    self.size = size
    self.perBlock = perBlock
    self.firstBlock = firstBlock
  }
}

extension SubBlocks {
  /// The first block that the driver hasn't used yet. Mirrors `next_mb_id`.
  var nextBlock: UInt64 { firstBlock + UInt64(plugged.count) }

  /// The number of the block at a position.
  func block(at position: Int) -> UInt64 { firstBlock + UInt64(position) }

  /// How much of a block is plugged, in bytes.
  func pluggedBytes(of block: UInt64) -> UInt64 {
    guard block >= firstBlock, block < nextBlock else { return 0 }
    return UInt64(plugged[Int(block - firstBlock)]) * size
  }

  /// Says how many sub-blocks of the block at a position are plugged.
  mutating func set(_ count: UInt16, at position: Int) {
    let old = plugged[position]
    if old == 0 { unusedCount -= 1 }
    if count == 0 { unusedCount += 1 }
    plugged[position] = count
    let isPartial = count > 0 && count < perBlock
    let index = partial.firstIndex { $0 >= position } ?? partial.count
    let wasPartial = index < partial.count && partial[index] == position
    if isPartial, !wasPartial { partial.insert(position, at: index) }
    if !isPartial, wasPartial { partial.remove(at: index) }
  }

  /// Takes blocks that weren't used yet, and plugs a number of sub-blocks: all of
  /// each, and in the last what is left.
  mutating func append(_ blockCount: UInt64, plugging count: UInt64) {
    var rest = count
    plugged.reserveCapacity(plugged.count + Int(blockCount))
    for _ in 0..<blockCount {
      let part = UInt16(min(rest, UInt64(perBlock)))
      rest -= UInt64(part)
      if part < perBlock { partial.append(plugged.count) }
      plugged.append(part)
    }
  }
}
