// SPDX-License-Identifier: MIT

/// Neighbouring memory blocks that went online to one zone.
@frozen
public struct OnlinedBlocks: Hashable, Sendable {
  /// The block with the lowest number.
  public var first: MemoryBlockID

  /// The number of blocks, at least 1.
  public var count: UInt64

  /// The zone that they went to.
  public var zone: ZoneType

  /// Creates a run of blocks.
  @inlinable
  public init(first: MemoryBlockID, count: UInt64, zone: ZoneType) {
    self.first = first
    self.count = count
    self.zone = zone
  }
}

extension OnlinedBlocks {
  /// The number past the last block.
  @inlinable
  public var end: UInt64 { first.rawValue &+ count }
}

extension Array where Element == OnlinedBlocks {
  /// Adds a block, as part of the last run if it continues that.
  @inlinable
  package mutating func add(_ id: MemoryBlockID, _ zone: ZoneType) {
    if let last = indices.last, self[last].end == id.rawValue, self[last].zone == zone {
      self[last].count &+= 1
    } else {
      append(OnlinedBlocks(first: id, count: 1, zone: zone))
    }
  }

  /// Puts the runs in the order of their blocks and joins those that continue
  /// each other.
  package mutating func sortRuns() {
    sort { $0.first < $1.first }
    var last = startIndex
    for index in indices.dropFirst() {
      if self[last].end == self[index].first.rawValue, self[last].zone == self[index].zone {
        self[last].count &+= self[index].count
      } else {
        last += 1
        self[last] = self[index]
      }
    }
    if !isEmpty { removeSubrange((last + 1)...) }
  }
}
