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
    words.prefix { !isEnd($0) }.contains { BootArgument($0).name == name }
  }

  /// The arguments of a command line, up to those that are for init. Mirrors `next_arg`.
  public static func list(_ line: String) -> [BootArgument] {
    words(line).map { BootArgument($0) }
  }
}

// MARK: Words

extension BootArgument {
  /// Whether what follows a word is for init. Mirrors `parse_args`.
  package static func isEnd(_ word: String) -> Bool { word == "--" || word == "\"--\"" }

  /// The words of a command line, with their quotes, up to those that are for init.
  private static func words(_ line: String) -> [String] {
    var isQuoted = false
    let words = line.utf8.split { byte in
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      return isBlank(byte) && !isQuoted
    }
    return words.map { String(decoding: $0, as: UTF8.self) }.prefix { !isEnd($0) }.map { $0 }
  }

  /// The words of a command line that a scenario can have. Scenarios have no words with
  /// blanks, so that a quoted one is left out, unless it is about memory.
  package static func scenarioWords(_ line: String) -> [String] {
    words(line).filter { !$0.utf8.contains(where: isBlank) || BootArgument($0).isAboutMemory }
  }

  /// Mirrors `isspace`.
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0xA0
  }

  /// Whether the argument says what memory there is at boot, or in which zones.
  package var shapesBootMemory: Bool {
    switch name {
    case "mem", "memmap", "kernelcore", "movablecore", "cma", "hugetlb_cma", "cma_pernuma",
      "numa_cma", "numa", "efi_fake_mem":
      true
    default: false
    }
  }

  /// Whether a plan depends on it.
  private var isAboutMemory: Bool {
    shapesBootMemory || name == "movable_node" || name == "memhp_default_state"
      || name.hasPrefix("memory_hotplug.")
  }
}
