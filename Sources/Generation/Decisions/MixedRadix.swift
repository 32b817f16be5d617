// SPDX-License-Identifier: MIT

/// Takes a number apart into digits of different bases, lowest first.
///
/// Every number below the product of the bases gives other digits, so an
/// enumeration by number has no repeats and no gaps.
struct MixedRadix {
  private var rest: UInt64

  init(_ number: UInt64) { rest = number }

  /// The next digit, in `0..<base`.
  mutating func digit(_ base: UInt64) -> UInt64 {
    let digit = rest % base
    rest /= base
    return digit
  }

  /// The element that the next digit chooses.
  mutating func choose<let count: Int, Element>(
    _ list: [count of Element]
  ) -> Element {
    list[Int(truncatingIfNeeded: digit(UInt64(truncatingIfNeeded: count)))]
  }
}
