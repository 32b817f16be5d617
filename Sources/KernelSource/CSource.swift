// SPDX-License-Identifier: MIT

/// The text of a C file with what is needed to find definitions in it.
struct CSource {
  /// A preprocessor directive with its continuation lines.
  struct Directive {
    /// Its bytes, without the newline at its end.
    let range: Range<Int>
    /// `if`, `define` and so on.
    let keyword: String
  }

  /// The file's path in its tree.
  let path: String

  /// The text.
  let bytes: [UInt8]

  /// As long as the text, with spaces for all that is no code outside of
  /// directives: comments, literals, directives. Newlines are kept.
  private(set) var code: [UInt8]

  /// How many braces are open before each byte.
  private(set) var depths: [Int32]

  /// All directives, in order.
  private(set) var directives: [Directive] = []

  /// Reads a text.
  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    code = bytes
    depths = []
    blankCommentsAndLiterals()
    findDirectives()
    countBraces()
  }

  /// The number of the line that a byte is in, from 1.
  func line(at offset: Int) -> Int {
    bytes[..<offset].count { $0 == .newline } + 1
  }
}

extension CSource {
  private mutating func blankCommentsAndLiterals() {
    var index = 0
    while index < bytes.count {
      let start = index
      switch bytes[index] {
      case UInt8(ascii: "/") where byte(index + 1) == UInt8(ascii: "/"):
        while index < bytes.count, bytes[index] != .newline { index += 1 }
      case UInt8(ascii: "/") where byte(index + 1) == UInt8(ascii: "*"):
        index += 2
        while index < bytes.count,
          bytes[index] != UInt8(ascii: "*") || byte(index + 1) != UInt8(ascii: "/")
        {
          index += 1
        }
        index = min(index + 2, bytes.count)
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index = endOfLiteral(at: index)
      default:
        index += 1
        continue
      }
      blank(start..<index)
    }
  }

  /// The offset past a literal, or past its line if it doesn't end there: an
  /// apostrophe in assembly or in `#error` starts no literal.
  private func endOfLiteral(at start: Int) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != .newline {
      if bytes[index] == bytes[start] { return index + 1 }
      index += bytes[index] == .backslash ? 2 : 1
    }
    return min(index, bytes.count)
  }

  private mutating func findDirectives() {
    var start = 0
    while start < code.count {
      var end = start
      while end < code.count, code[end] != .newline || byte(end - 1) == .backslash {
        end += 1
      }
      var index = start
      while index < end, code[index].isBlank { index += 1 }
      if index < end, code[index] == UInt8(ascii: "#") {
        index += 1
        while index < end, code[index].isBlank { index += 1 }
        let word = code[index..<end].prefix { $0.isIdentifier }
        directives.append(
          Directive(
            range: start..<end, keyword: String(decoding: word, as: UTF8.self)))
        blank(start..<end)
        start = end + 1
      } else {
        // Without a directive, continuations don't matter.
        start = (code[start...].firstIndex(of: .newline) ?? code.count) + 1
      }
    }
  }

  private mutating func countBraces() {
    depths.reserveCapacity(code.count)
    var depth: Int32 = 0
    for byte in code {
      if byte == UInt8(ascii: "}") { depth -= 1 }
      depths.append(depth)
      if byte == UInt8(ascii: "{") { depth += 1 }
    }
  }

  private mutating func blank(_ range: Range<Int>) {
    for index in range where code[index] != .newline { code[index] = .space }
  }

  private func byte(_ index: Int) -> UInt8? {
    bytes.indices.contains(index) ? bytes[index] : nil
  }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")
  static let backslash = UInt8(ascii: "\\")

  /// Whether it is white space within a line.
  var isBlank: Bool { self == .space || self == UInt8(ascii: "\t") }

  /// Whether it is white space.
  var isSpace: Bool { isBlank || self == .newline || self == UInt8(ascii: "\r") }

  /// Whether it may be in an identifier.
  var isIdentifier: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
