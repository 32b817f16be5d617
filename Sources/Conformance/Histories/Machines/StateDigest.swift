// SPDX-License-Identifier: MIT

/// A digest of a machine's state, so that two states are compared by comparing
/// a word.
///
/// Each step is a bijection of the state before, and of each number that is
/// added by it, so a single number that differs always shows.
public struct StateDigest: Hashable, Sendable {
  /// The digest as one word.
  public private(set) var value: UInt64 = 1

  /// Creates a digest of nothing.
  public init() {}

  /// Adds five words; order matters.
  @inline(__always)
  public mutating func add(
    _ first: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0,
    _ fourth: UInt64 = 0, _ fifth: UInt64 = 0
  ) {
    // All factors are odd, so multiplying is a bijection modulo 2^64. The
    // products don't wait for each other nor for the step before.
    let sum =
      first &* 0x9E37_79B9_7F4A_7C15 &+ second &* 0xBF58_476D_1CE4_E5B9
      &+ third &* 0x94D0_49BB_1331_11EB &+ fourth &* 0xD6E8_FEB8_6659_FD93
      &+ fifth &* 0xA076_1D64_78BD_642F
    let product = (value ^ sum) &* 0xE703_7ED1_A0B4_28DB
    // Brings the high bits down, which multiplying mixes best.
    value = product ^ product &>> 32
  }
}
