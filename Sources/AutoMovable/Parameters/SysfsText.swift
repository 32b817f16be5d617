// SPDX-License-Identifier: MIT

/// What reading a file of sysfs gives: a short line of ASCII with its newline.
@frozen
public struct SysfsText: Sendable {
  /// The bytes; those from `count` on are 0.
  @usableFromInline
  var bytes: [32 of UInt8]

  /// The number of bytes, newline included.
  public private(set) var count: Int

  /// Creates an empty text.
  public init() {
    bytes = .init(repeating: 0)
    count = 0
  }

  /// Creates a line.
  public init(_ word: StaticString) {
    self.init()
    append(word)
    endLine()
  }
}

extension SysfsText {
  /// The byte at a position below `count`.
  @inlinable
  public subscript(position: Int) -> UInt8 { bytes[position] }

  /// Appends a text; what doesn't fit is cut off.
  public mutating func append(_ word: StaticString) {
    // The longest line that any file gives has 22 bytes.
    let length = min(word.utf8CodeUnitCount, bytes.count - count)
    for offset in 0..<length {
      unsafe bytes[count + offset] = word.utf8Start[offset]
    }
    count += length
  }

  /// Appends a byte, unless the text is full.
  public mutating func append(_ byte: UInt8) {
    guard count < bytes.count else { return }
    bytes[count] = byte
    count += 1
  }

  /// Appends a number in decimal.
  public mutating func append(_ number: UInt32) {
    var divisor: UInt32 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends a number in hexadecimal, with leading zeros up to a number of digits.
  public mutating func append(hexadecimal number: UInt64, minimumDigits: Int = 1) {
    var shift = 60
    while shift > 0, number >> UInt64(shift) == 0, shift >= 4 * minimumDigits { shift -= 4 }
    while shift >= 0 {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(shift) & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      shift -= 4
    }
  }

  /// Appends the newline that ends every line.
  public mutating func endLine() { append(UInt8(ascii: "\n")) }
}

extension SysfsText: Equatable {
  /// Compares the bytes up to the count.
  public static func == (lhs: SysfsText, rhs: SysfsText) -> Bool {
    guard lhs.count == rhs.count else { return false }
    for position in 0..<lhs.count where lhs[position] != rhs[position] {
      return false
    }
    return true
  }
}

#if !hasFeature(Embedded) || Descriptions
  extension SysfsText: CustomStringConvertible {
    /// The text, newline included.
    public var description: String {
      String(decoding: (0..<count).map { self[$0] }, as: UTF8.self)
    }
  }
#endif
