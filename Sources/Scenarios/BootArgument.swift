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
    let bare = word.utf8.filter { $0 != UInt8(ascii: "\"") }
    let name = bare.prefix { $0 != UInt8(ascii: "=") }
    self.name = String(
      decoding: name.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    value =
      name.count < bare.count
      ? String(decoding: bare.dropFirst(name.count + 1), as: UTF8.self) : nil
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
