// SPDX-License-Identifier: MIT

/// Bytes of a kernel as little-endian words; 0 is what is beyond them.
struct KernelWords {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The 64 bits at an offset in bytes.
  subscript(_ offset: Int) -> UInt64 { word(offset, 8) }

  /// The 16 bits at an offset in bytes.
  func half(_ offset: Int) -> UInt16 { UInt16(word(offset, 2)) }

  func byte(_ offset: Int) -> UInt8 { UInt8(word(offset, 1)) }

  private func word(_ offset: Int, _ count: Int) -> UInt64 {
    bytes.dropFirst(max(0, offset)).prefix(count).reversed()
      .reduce(0) { $0 << 8 | UInt64($1) }
  }
}
