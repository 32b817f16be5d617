// SPDX-License-Identifier: MIT

/// A number that stands for a sequence of texts, the same on every machine.
///
/// FNV-1a, which tells apart what differs by accident, not what somebody made to
/// look the same.
package struct TextDigest {
  /// The digest of what was added.
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Creates the digest of nothing.
  package init() {}

  /// Adds a text; where one ends and the next begins is part of the digest.
  package mutating func add(_ text: String) {
    for byte in text.utf8 { take(byte) }
    // No UTF-8 has this byte.
    take(0xFF)
  }

  /// Adds the bytes of a file.
  package mutating func add(_ bytes: Span<UInt8>) {
    for index in bytes.indices { take(bytes[index]) }
    add(UInt64(bytes.count))
  }

  /// Adds a number.
  package mutating func add(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      take(UInt8(truncatingIfNeeded: number &>> UInt64(shift)))
    }
  }

  private mutating func take(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}
