// SPDX-License-Identifier: MIT

/// The SplitMix64 generator: a counter that is mixed.
///
/// Its stream is a function of the seed alone, on every machine and with every
/// version of the standard library, whose own `random(in:using:)` may change
/// how it draws; hence the drawing functions here.
public struct SplitMix64: Sendable {
  @usableFromInline
  var state: UInt64

  /// Creates the generator of one stream of a seed.
  @inlinable
  public init(seed: UInt64, stream: UInt64) {
    state = Self.mix(seed) ^ Self.mix(stream &+ 0x632B_E59B_D9B4_E019)
  }

  /// The finalizer: a bijection of 64-bit words whose output bits each depend
  /// on all input bits.
  @inlinable
  public static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number in `0..<bound`; `bound` isn't 0.
  ///
  /// The bias is below `bound` / 2^64.
  @inlinable
  public mutating func below(_ bound: UInt64) -> UInt64 {
    next().multipliedFullWidth(by: bound).high
  }

  /// A number in `0..<bound`; `bound` is above 0.
  @inlinable
  public mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: below(UInt64(truncatingIfNeeded: bound)))
  }

  /// True once in `n` draws.
  @inlinable
  public mutating func oneIn(_ n: UInt64) -> Bool { below(n) == 0 }

  /// A number with a random count of significant bits, 0 to 64.
  @inlinable
  public mutating func logUniform() -> UInt64 {
    // A smart shift by 64 gives 0.
    next() >> below(65)
  }
}

extension SplitMix64 {
  /// One of the elements of a list that isn't empty.
  @inlinable
  public mutating func pick<let count: Int>(_ list: [count of UInt64]) -> UInt64 {
    list[below(count)]
  }
}
