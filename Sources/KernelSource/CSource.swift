// SPDX-License-Identifier: MIT

/// The text of a C file with what is needed to find definitions in it.
struct CSource {
  /// A preprocessor directive with its continuation lines.
  struct Directive {
    /// Its bytes, without the newline at its end.
    let range: Range<Int>
    /// `if`, `define` and so on.
    let keyword: String
    /// Whether it may be compiled, as far as the configuration tells.
    var isActive = true
  }

  /// The file's path in its tree.
  let path: String

  /// The text.
  let bytes: [UInt8]

  /// As long as the text, with spaces for comments and literals. Newlines are
  /// kept.
  private(set) var clean: [UInt8]

  /// The same with spaces also for directives, and for what the configuration
  /// leaves out.
  private(set) var code: [UInt8]

  /// The offset of what closes the parenthesis or brace at an offset; 0 if nothing
  /// does.
  private var closings: [Int32]

  /// The offsets of newlines.
  private var newlines: [Int]

  /// All directives, in order.
  private(set) var directives: [Directive] = []

  /// What is defined outside of braces, in order.
  private(set) var definitions: [Definition] = []

  /// The positions of the definitions of a name; a tag is found as `struct tag`,
  /// whatever it is the tag of.
  private(set) var index: [String: [Int]] = [:]

  /// Reads a text.
  init(
    path: String, bytes: [UInt8], configuration: KernelConfiguration = .unknown
  ) {
    self.path = path
    self.bytes = bytes
    clean = bytes
    code = []
    closings = [Int32](repeating: 0, count: bytes.count)
    newlines = bytes.indices.filter { bytes[$0] == .newline }
    blankCommentsAndLiterals()
    code = clean
    findDirectives()
    blankInactive(configuration)
    matchBrackets()
    definitions = findDefinitions()
    for (position, definition) in definitions.enumerated() {
      for name in definition.names { index[name, default: []].append(position) }
    }
  }

  /// The number of the line that a byte is in, from 1.
  func line(at offset: Int) -> Int {
    var (lower, upper) = (0, newlines.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if newlines[middle] < offset { lower = middle + 1 } else { upper = middle }
    }
    return lower + 1
  }

  /// The bytes of a line, without its end.
  func range(ofLine line: Int) -> Range<Int>? {
    guard line >= 1, line <= newlines.count + 1 else { return nil }
    let start = line == 1 ? 0 : newlines[line - 2] + 1
    return start..<(line <= newlines.count ? newlines[line - 1] : bytes.count)
  }

  /// The offset of what closes the parenthesis or brace at an offset.
  func closing(_ offset: Int) -> Int? { closings[offset] > 0 ? Int(closings[offset]) : nil }
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
      for index in start..<index where clean[index] != .newline { clean[index] = .space }
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

  /// Blanks the branches that aren't compiled.
  private mutating func blankInactive(_ configuration: KernelConfiguration) {
    /// A conditional: whether the branch at hand is compiled, and whether one
    /// before it is for certain.
    struct Level {
      var isLeftOut: Bool
      var isTaken: Bool
    }
    var levels: [Level] = []
    for position in directives.indices {
      let directive = directives[position]
      let expression = clean[directive.range].drop { $0 != UInt8(ascii: "#") }.dropFirst()
        .drop { $0.isBlank }.dropFirst(directive.keyword.utf8.count)
      switch directive.keyword {
      case "if", "ifdef", "ifndef":
        let truth = configuration.truth(of: directive.keyword, expression)
        levels.append(Level(isLeftOut: truth == false, isTaken: truth == true))
      case "elif", "elifdef", "elifndef":
        guard var level = levels.popLast() else { continue }
        let truth = configuration.truth(of: directive.keyword, expression)
        level.isLeftOut = level.isTaken || truth == false
        level.isTaken = level.isTaken || truth == true
        levels.append(level)
      case "else":
        guard var level = levels.popLast() else { continue }
        level.isLeftOut = level.isTaken
        levels.append(level)
      case "endif": _ = levels.popLast()
      default: break
      }
      guard levels.contains(where: \.isLeftOut) else { continue }
      directives[position].isActive = false
      let end =
        position + 1 < directives.count ? directives[position + 1].range.lowerBound : code.count
      blank(directive.range.upperBound..<end)
    }
  }

  /// Finds what closes each bracket. The branches of a conditional start alike.
  private mutating func matchBrackets() {
    var open: [Int] = []
    var branches: [[Int]] = []
    var rest = directives[...]
    for offset in code.indices {
      let byte = code[offset]
      if let directive = rest.first, directive.range.lowerBound <= offset {
        rest.removeFirst()
        switch directive.keyword {
        case "if", "ifdef", "ifndef": branches.append(open)
        case "elif", "elifdef", "elifndef", "else": open = branches.last ?? open
        case "endif": _ = branches.popLast()
        default: break
        }
      }
      switch byte {
      case .open, .openBrace: open.append(offset)
      case .close, .closeBrace:
        let partner: UInt8 = byte == .close ? .open : .openBrace
        // A brace also ends parentheses that were forgotten.
        while let last = open.last, code[last] != partner, byte == .closeBrace { open.removeLast() }
        if let last = open.last, code[last] == partner {
          closings[last] = Int32(offset)
          open.removeLast()
        }
      default: break
      }
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
  static let open = UInt8(ascii: "(")
  static let close = UInt8(ascii: ")")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let equals = UInt8(ascii: "=")
  static let semicolon = UInt8(ascii: ";")
  static let comma = UInt8(ascii: ",")
  static let star = UInt8(ascii: "*")
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
