// SPDX-License-Identifier: MIT

/// A word of a command line.
struct CommandWord {
  /// The word, quotes undone.
  let text: String

  /// Whether it is all of the argument for sure. `ps` prints an argument with blanks as
  /// several words.
  let isWhole: Bool

  /// Whether it is the first one of its line.
  let beginsLine: Bool

  /// Whether it is an option rather than an option's value.
  var isOption: Bool { text.hasPrefix("-") }
}
