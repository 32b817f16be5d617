// SPDX-License-Identifier: MIT

import TextFiles

/// An error that a C compiler found.
struct CompilerError: Hashable {
  let file: String
  let line: Int

  /// What it says.
  let message: String

  /// The errors in what a compiler wrote, in the form `file:line:column: error: ...`.
  static func all(in text: String) -> [CompilerError] {
    text.split(separator: "\n").compactMap { line in
      guard let mark = line.firstRange(of: " fatal error: ") ?? line.firstRange(of: " error: ")
      else { return nil }
      let place = line[..<mark.lowerBound].split(separator: ":")
      guard place.count >= 2 else { return nil }
      // A path may have colons; a column may be missing.
      let numbers = place.reversed().prefix { Int($0) != nil }.prefix(2)
      guard !numbers.isEmpty, place.count > numbers.count,
        let number = numbers.last.flatMap({ Int($0) })
      else { return nil }
      return CompilerError(
        file: place.dropLast(numbers.count).joined(separator: ":"), line: number,
        message: String(line[mark.upperBound...]))
    }
  }

  /// What a compiler misses.
  enum Missing {
    /// What the names that it quotes stand for.
    case names
    /// The definition of a type, which it may not name.
    case type
    /// Perhaps a macro on the line, as it is put together in no known way.
    case macro
  }

  /// What it misses, as far as it can tell.
  var missing: Missing? {
    let phrases = [
      "undeclared", "implicit declaration", "unknown type name", "undefined type",
      "incomplete type 'struct", "incomplete type 'const struct", "incomplete definition",
    ]
    if phrases.contains(where: message.contains) { return .names }
    if ["isn't known", "incomplete type", "has no member"].contains(where: message.contains) {
      return .type
    }
    return message.hasPrefix("expected") || message.contains(" before ") ? .macro : nil
  }

  /// The identifiers that it quotes, without what the compiler guesses.
  var names: [String] {
    let known =
      message.firstRange(of: "did you mean").map { message[..<$0.lowerBound] } ?? message[...]
    let parts = known.split(separator: "'", omittingEmptySubsequences: false)
    var names: [String] = []
    for (position, part) in parts.enumerated() where !position.isMultiple(of: 2) {
      for word in part.utf8.split(whereSeparator: { !$0.isIdentifier }) {
        guard let first = word.first, first < UInt8(ascii: "0") || first > UInt8(ascii: "9")
        else { continue }
        let name = String(decoding: word, as: UTF8.self)
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  /// Whether it is about the call of a function that isn't declared.
  var isAboutFunction: Bool {
    message.contains("implicit declaration of function") || message.contains("undeclared function")
  }
}

extension CompilerError: CustomStringConvertible {
  /// One line: the place and what is wrong with it.
  var description: String {
    // What the compiler guesses, and its option, are of no use here.
    var text = message
    for tail in ["; did you mean", " [-W", "; ISO C"] {
      if let range = text.firstRange(of: tail) { text = String(text[..<range.lowerBound]) }
    }
    return "\(file):\(line): \(text)".visible
  }
}
