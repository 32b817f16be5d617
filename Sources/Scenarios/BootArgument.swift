// SPDX-License-Identifier: MIT

/// An argument of the kernel's command line, as the kernel takes it apart.
public struct BootArgument: Hashable, Sendable {
  /// The name, underscores in place of its dashes: the kernel takes either. Mirrors
  /// `parameq`.
  public let name: String

  /// What is behind the equals sign, without quotes, or `nil` if there is none.
  public let value: String?

  /// Takes a word apart.
  public init(_ word: String) {
    var name: [UInt8] = []
    var value: [UInt8]?
    for byte in word.utf8 where byte != UInt8(ascii: "\"") {
      if value != nil {
        value?.append(byte)
      } else if byte == UInt8(ascii: "=") {
        value = []
      } else {
        name.append(byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte)
      }
    }
    self.name = String(decoding: name, as: UTF8.self)
    self.value = value.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether one of some words is an argument with a name.
  public static func isNamed(_ name: String, in words: [String]) -> Bool {
    words.contains { BootArgument($0).name == name }
  }

  /// The arguments of a command line, up to those that are for init. Mirrors `next_arg`.
  public static func list(_ line: String) -> [BootArgument] {
    var isQuoted = false
    let words = line.utf8.split { byte in
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      return byte <= 0x20 && !isQuoted
    }
    return words.map { String(decoding: $0, as: UTF8.self) }.prefix { $0 != "--" }
      .map { BootArgument($0) }
  }
}
