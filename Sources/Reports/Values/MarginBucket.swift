// SPDX-License-Identifier: MIT

import Conformance

/// One bucket of `Tally.margins`: the distances it counts, and on which side
/// of the limit the movable memory was.
struct MarginBucket: Hashable, Sendable {
  /// Where the movable memory was.
  enum Side: String, Sendable {
    /// Above the limit, so refused.
    case above
    /// Exactly at the limit, so just allowed.
    case at
    /// Below the limit, so allowed.
    case below
  }

  /// The position in `Tally.margins`.
  let index: Int

  let side: Side

  /// The pages between the movable memory and the limit.
  let distances: ClosedRange<UInt64>

  /// Creates the bucket at a position in `1..<Tally.marginBucketCount`.
  init(index: Int) {
    self.index = index
    let bits = abs(index - Self.limitIndex)
    side = index < Self.limitIndex ? .above : bits == 0 ? .at : .below
    // The numbers with exactly this many significant bits.
    distances = bits == 0 ? 0...0 : (1 << UInt64(bits - 1))...(UInt64.max >> UInt64(64 - bits))
  }

  /// The bucket of movable memory exactly at the limit.
  static let limitIndex = 65

  /// The buckets that numbers fall into, from far above the limit to far below.
  static let all: [MarginBucket] = (1..<Tally.marginBucketCount).map(MarginBucket.init(index:))
}
