// SPDX-License-Identifier: MIT

/// A random word that several choices are made by, each by some of its bits:
/// drawing a word for each would cost as much as deciding.
///
/// The cases of a seed are the same for ever, so a field stays where it is once
/// cases were made with it, even where it shares bits with another. Such choices
/// depend on each other.
protocol Draw {
  var bits: UInt64 { get }
  init(bits: UInt64)
}

extension Draw {
  /// Draws a word.
  @inline(__always)
  init(_ random: inout SplitMix64) { self.init(bits: random.next()) }

  /// The number in a field.
  @inline(__always)
  func field(at offset: UInt64, width: UInt64) -> UInt64 {
    bits &>> offset & ((1 &<< width) &- 1)
  }

  /// The number in a field, as a position.
  @inline(__always)
  func index(at offset: UInt64, width: UInt64) -> Int {
    Int(truncatingIfNeeded: field(at: offset, width: width))
  }

  /// Whether a field is 0, as it is once in 2^`width` words.
  @inline(__always)
  func isZero(at offset: UInt64, width: UInt64) -> Bool {
    field(at: offset, width: width) == 0
  }
}
