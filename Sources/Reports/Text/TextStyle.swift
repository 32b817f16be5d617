// SPDX-License-Identifier: MIT

/// Whether text for a terminal may have colour.
public enum TextStyle: Sendable {
  /// Characters only.
  case plain
  /// With ANSI escape sequences.
  case colored
}

extension TextStyle {
  /// A meaning that colour underlines; the text says it too.
  enum Emphasis: String {
    case strong = "1"
    case faint = "2"
    case bad = "1;31"
    case good = "1;32"
    case warning = "1;33"
  }

  /// The text, in colour if there is colour.
  func apply(_ emphasis: Emphasis, to text: String) -> String {
    switch self {
    case .plain: text
    case .colored: "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m"
    }
  }
}
