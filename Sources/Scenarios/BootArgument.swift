// SPDX-License-Identifier: MIT

/// An argument of the kernel's command line, as the kernel takes it apart.
public struct BootArgument: Hashable, Sendable {
  /// The name, underscores in place of its dashes: the kernel takes either. Mirrors
  /// `parameq`.
  public let name: String

  /// What is behind the equals sign, without quotes, or `nil` if there is none.
  public let value: Substring?

  /// Takes a word apart.
  public init(_ word: String) {
    let bare = word.filter { $0 != "\"" }
    let name = bare.prefix { $0 != "=" }
    self.name = String(name.map { $0 == "-" ? "_" : $0 })
    value = name.endIndex < bare.endIndex ? bare[name.endIndex...].dropFirst() : nil
  }

  /// The arguments of a command line, up to those that are for init. Mirrors `next_arg`.
  public static func list(_ line: String) -> [BootArgument] {
    var isQuoted = false
    let words = line.split { character in
      if character == "\"" { isQuoted.toggle() }
      return character.isWhitespace && !isQuoted
    }
    return words.prefix { $0 != "--" }.map { BootArgument(String($0)) }
  }
}
