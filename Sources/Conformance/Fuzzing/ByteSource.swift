// SPDX-License-Identifier: MIT

/// Bytes that numbers are read from, little-endian; past their end all are 0.
///
/// So every string of bytes stands for something, and cutting it or changing a
/// byte of it changes little, which is what a fuzzer needs.
struct ByteSource: ~Escapable {
  private let bytes: Span<UInt8>
  private var position = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// Whether nothing is left.
  var isAtEnd: Bool { position >= bytes.count }

  mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    position += 1
    return bytes[position - 1]
  }

  mutating func uint64() -> UInt64 {
    var value: UInt64 = 0
    for shift: UInt64 in stride(from: 0, to: 64, by: 8) {
      value |= UInt64(byte()) << shift
    }
    return value
  }

  /// One of some values, picked by a byte.
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(byte()) % values.count]
  }
}
