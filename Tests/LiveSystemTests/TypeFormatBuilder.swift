// SPDX-License-Identifier: MIT

/// Makes the bytes of a `.BTF` section.
struct TypeFormatBuilder {
  private var types: [UInt8] = []
  private var strings: [UInt8] = [0]
  private var count = 0

  /// Adds a type.
  ///
  /// - Returns: Its id.
  mutating func add(
    kind: UInt32, name: String, size: Int, length: Int = 0, hasBitfields: Bool = false,
    trailing: [UInt32] = []
  ) -> Int {
    let info = kind << 24 | UInt32(length) | (hasBitfields ? 1 << 31 : 0)
    for word in [string(name), info, UInt32(size)] + trailing { types += Self.little(word) }
    count += 1
    return count
  }

  /// Adds a struct (kind 4) or a union (kind 5).
  mutating func addComposite(
    kind: UInt32, name: String, size: Int, _ members: [(String, type: Int, bits: UInt32)],
    hasBitfields: Bool = false
  ) -> Int {
    let trailing = members.flatMap { [string($0.0), UInt32($0.type), $0.bits] }
    return add(
      kind: kind, name: name, size: size, length: members.count, hasBitfields: hasBitfields,
      trailing: trailing)
  }

  /// The section.
  var bytes: [UInt8] {
    let typeBytes = UInt32(types.count)
    let header: [UInt32] = [24, 0, typeBytes, typeBytes, UInt32(strings.count)]
    return [0x9F, 0xEB, 1, 0] + header.flatMap(Self.little) + types + strings
  }

  private mutating func string(_ text: String) -> UInt32 {
    if text.isEmpty { return 0 }
    defer { strings += Array(text.utf8) + [0] }
    return UInt32(strings.count)
  }

  private static func little(_ word: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }
}
