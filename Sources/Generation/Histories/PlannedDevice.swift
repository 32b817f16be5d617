// SPDX-License-Identifier: MIT

import AutoMovable

/// A device that a generated history plugs and unplugs, as the generator
/// believes it to be; what it doesn't foresee makes a refusal, not a mistake.
struct PlannedDevice {
  /// How the device's memory is added.
  enum Kind {
    /// All at once, in a static group: a DIMM.
    case dimm
    /// By units, in a dynamic group: virtio-mem.
    case virtio
    /// Block by block and without a group, as by hand.
    case loose
  }

  let kind: Kind
  var nodeID: NodeID
  /// The first block of the device's range.
  let firstBlock: UInt64
  /// The blocks of the range, 1 to 64.
  let blockCount: Int
  /// The blocks of a unit, a power of two.
  let unitBlocks: Int
  /// Whether each block is to hold its own memory map.
  let mapsItself: Bool

  /// The device's group, if it is registered.
  var groupID: MemoryGroupID?
  /// The blocks that are there, a bit each.
  var added: UInt64 = 0
  /// The blocks that are online, a bit each.
  var online: UInt64 = 0
}

extension PlannedDevice {
  /// The blocks of the range, a bit each.
  var all: UInt64 { blockCount == 64 ? .max : 1 << UInt64(blockCount) - 1 }

  /// Whether memory can be added.
  var isPlugged: Bool { kind == .loose || groupID != nil }

  /// Where the device's memory belongs.
  var target: MemoryTarget { groupID.map { .group($0) } ?? .node(nodeID) }

  /// The number of the block at a position.
  func block(_ position: Int) -> MemoryBlockID {
    MemoryBlockID(firstBlock &+ UInt64(position))
  }
}

extension SplitMix64 {
  /// The position of one of the set bits of a word that isn't 0.
  mutating func bit(of word: UInt64) -> Int {
    var rest = word
    for _ in 0..<below(word.nonzeroBitCount) { rest &= rest &- 1 }
    return rest.trailingZeroBitCount
  }
}
