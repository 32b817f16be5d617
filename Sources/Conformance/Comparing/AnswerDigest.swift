// SPDX-License-Identifier: MIT

import Cases
import Generation

/// A digest of the answers to a batch.
///
/// The digests of all batches are added up to a run's checksum, modulo 2^64,
/// so that the order in which batches are run doesn't matter and the checksums
/// of shards add up to that of the whole.
struct AnswerDigest {
  private var state: SIMD8<UInt64>

  /// Creates the digest of no answers to the batch with an index.
  init(batch index: UInt64) {
    state = SIMD8(repeating: SplitMix64.mix(index))
    state &+= SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
  }

  /// Adds an answer; order matters.
  @inline(__always)
  mutating func add(_ answer: borrowing DecisionAnswer) {
    // The tests have different factors, so that they can't be swapped, and
    // the step loses nothing: few instructions on any processor. It is no
    // defence, just a fingerprint.
    state &+= state &<< 9
    state &+= answer.choice &+ answer.test &+ (answer.nodeTest &<< 1)
  }

  /// The digest.
  var value: UInt64 {
    // A polynomial of the lanes in an odd number, mixed once.
    var sum: UInt64 = 0
    for lane in state.indices {
      sum = (sum &+ state[lane]) &* 0x9E37_79B9_7F4A_7C15
    }
    return SplitMix64.mix(sum)
  }
}
