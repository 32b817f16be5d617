// SPDX-License-Identifier: MIT

/// A digest of a machine's state, so that two states are compared by comparing
/// few words.
///
/// Five lanes that don't wait for each other, for the five numbers of a zone.
/// Each step of a lane is a bijection, so a single number that differs always
/// shows.
public struct StateDigest: Hashable, Sendable {
  private var lanes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4, 5)

  /// Creates a digest of nothing.
  public init() {}

  /// Adds five words; order matters.
  @inline(__always)
  public mutating func add(
    _ first: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0,
    _ fourth: UInt64 = 0, _ fifth: UInt64 = 0
  ) {
    lanes.0 = Self.step(lanes.0, first)
    lanes.1 = Self.step(lanes.1, second)
    lanes.2 = Self.step(lanes.2, third)
    lanes.3 = Self.step(lanes.3, fourth)
    lanes.4 = Self.step(lanes.4, fifth)
  }

  @inline(__always)
  private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    // Odd, so multiplying is a bijection modulo 2^64; the rotation brings the
    // high bits, which multiplying mixes best, down again.
    let product = (lane ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product &<< 29 | product &>> 35
  }

  /// The digest as one word.
  public var value: UInt64 {
    var sum = SplitMix64.mix(lanes.0)
    sum = SplitMix64.mix(sum ^ lanes.1)
    sum = SplitMix64.mix(sum ^ lanes.2)
    sum = SplitMix64.mix(sum ^ lanes.3)
    return SplitMix64.mix(sum ^ lanes.4)
  }
}

extension StateDigest {
  /// Compares all lanes.
  @inline(__always)
  public static func == (lhs: StateDigest, rhs: StateDigest) -> Bool {
    // One branch: equal states are by far the usual case.
    (lhs.lanes.0 ^ rhs.lanes.0) | (lhs.lanes.1 ^ rhs.lanes.1)
      | (lhs.lanes.2 ^ rhs.lanes.2) | (lhs.lanes.3 ^ rhs.lanes.3)
      | (lhs.lanes.4 ^ rhs.lanes.4) == 0
  }

  /// Feeds the digest as one number.
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
