// SPDX-License-Identifier: MIT

/// What a virtio-mem device in Big Block Mode has plugged. Mirrors `struct virtio_mem`
/// as far as its member `bbm` goes.
struct BigBlocks {
  /// The memory blocks of a big block.
  let blocksPerUnit: UInt64

  /// The first memory block of the first big block.
  let firstBlock: UInt64

  /// Which of the big blocks that the driver has used so far are added.
  var isAdded: [Bool] = []

  /// How many of the added memory blocks are offline.
  var offlineCount: UInt64 = 0

  /// The memory blocks of a big block.
  func blocks(of unit: Int) -> Range<UInt64> {
    let first = firstBlock + UInt64(unit) * blocksPerUnit
    return first..<first + blocksPerUnit
  }
}
