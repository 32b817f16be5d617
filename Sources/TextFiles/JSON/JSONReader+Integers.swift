// SPDX-License-Identifier: MIT

extension JSONReader {
  /// Reads an integer in a range of unsigned numbers.
  ///
  /// All of `UInt64` is exact; no number goes through floating point.
  @inlinable @inline(__always)
  public mutating func integer(
    in range: ClosedRange<UInt64> = 0...UInt64.max
  ) throws(JSONError) -> UInt64 {
    _ = peek()
    let start = position
    guard let value = magnitude(), range.contains(value) else {
      throw notAnInteger(at: start, in: range)
    }
    return value
  }

  /// Reads an integer in a range of signed numbers.
  @inlinable @inline(__always)
  public mutating func integer<Number: FixedWidthInteger & SignedInteger>(
    in range: ClosedRange<Number>
  ) throws(JSONError) -> Number {
    let isNegative = peek() == UInt8(ascii: "-")
    let start = position
    if isNegative { position &+= 1 }
    guard let magnitude = magnitude(), let number = Number(exactly: magnitude, isNegative),
      range.contains(number)
    else { throw notAnInteger(at: start, in: range) }
    return number
  }

  /// Reads digits up to the end of the token.
  ///
  /// - Returns: Their value, or `nil` if they are no integer as JSON writes
  ///   it or one beyond 64 bits; the position means nothing then.
  @inlinable @inline(__always)
  mutating func magnitude() -> UInt64? {
    let start = position
    var value: UInt64 = 0
    while position < bytes.count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      if position &- start >= 19 {
        // From the 20th digit on it may be too large.
        let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
        let (sum, isAbove) = product.addingReportingOverflow(UInt64(digit))
        guard !isTooLarge, !isAbove else { return nil }
        value = sum
      } else {
        value = value &* 10 &+ UInt64(digit)
      }
      position &+= 1
    }
    let digitCount = position &- start
    guard digitCount > 0, digitCount == 1 || bytes[start] != UInt8(ascii: "0"),
      position == bytes.count || bytes[position].endsToken
    else { return nil }
    return value
  }
}

extension UInt8 {
  /// Whether no number or word goes on with this byte.
  @inlinable @inline(__always)
  var endsToken: Bool {
    switch self {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A,
      0x0D, 0x09:
      true
    default: false
    }
  }
}

extension FixedWidthInteger where Self: SignedInteger {
  /// The number of a magnitude and a sign; `nil` if it doesn't fit or is `-0`.
  @inlinable @inline(__always)
  init?(exactly magnitude: UInt64, _ isNegative: Bool) {
    if isNegative {
      // The negation of a number of 64 bits can be a signed one only if that is
      // the smallest or the number fits by itself.
      guard magnitude != 0, magnitude <= Int64.min.magnitude else { return nil }
      self.init(exactly: Int64(truncatingIfNeeded: 0 &- magnitude))
    } else {
      self.init(exactly: magnitude)
    }
  }
}
