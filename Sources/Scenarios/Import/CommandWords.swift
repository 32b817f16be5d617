// SPDX-License-Identifier: MIT

/// Splits a command line into its words, wherever it is from: a shell's script has
/// quotes, `ps` has none, and `/proc/PID/cmdline` ends each word with a NUL.
struct CommandWords {
  private let text: [UInt8]
  private var position = 0
  private var words: [CommandWord] = []

  private init(_ text: [UInt8]) { self.text = text }
}

extension CommandWords {
  /// The words of a text.
  ///
  /// - Throws: If a quote or an object isn't closed.
  static func words(of content: [UInt8]) throws(CommandLineError) -> [CommandWord] {
    guard content.contains(0) else {
      var splitter = CommandWords(content)
      try splitter.split()
      return splitter.words
    }
    var parts = content.split(separator: 0, omittingEmptySubsequences: false)
    // Behind the last NUL there is nothing, or the newline of whoever copied it.
    if let last = parts.last, last.allSatisfy({ $0 <= 0x20 }) { parts.removeLast() }
    return parts.enumerated().map { index, part in
      CommandWord(
        text: String(decoding: part, as: UTF8.self), isWhole: true, beginsLine: index == 0)
    }
  }

  private mutating func split() throws(CommandLineError) {
    var beginsLine = true
    while let byte = peek() {
      if byte == UInt8(ascii: "\n") {
        beginsLine = true
        position += 1
      } else if byte <= 0x20 {
        position += 1
      } else if byte == UInt8(ascii: "\\"), newlineLength(at: 1) > 0 {
        position += 1 + newlineLength(at: 1)
      } else if byte == UInt8(ascii: "#"), beginsLine {
        while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
      } else {
        try readWord(beginsLine: beginsLine)
        beginsLine = false
      }
    }
  }

  private mutating func readWord(beginsLine: Bool) throws(CommandLineError) {
    var word: [UInt8] = []
    var isWhole = false
    // What a program was given is JSON as it is: a shell would have had to quote it.
    if beginsObject {
      word = try object()
      isWhole = true
    }
    var quote: UInt8?
    while let byte = peek(), quote != nil || byte > 0x20 {
      position += 1
      if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
        let newline = newlineLength(at: 0)
        guard newline == 0, let escaped = peek() else {
          position += newline
          continue
        }
        position += 1
        // In double quotes a backslash stays before what needs none.
        if quote == UInt8(ascii: "\""), escaped != UInt8(ascii: "\""), escaped != byte {
          word.append(byte)
        }
        word.append(escaped)
      } else if let open = quote {
        if byte == open { quote = nil } else { word.append(byte) }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
        isWhole = true
      } else {
        word.append(byte)
      }
    }
    if let quote {
      throw CommandLineError(
        option: "",
        message: "a \(Character(Unicode.Scalar(quote))) that isn't closed; /proc/PID/cmdline has "
          + "words without quotes")
    }
    words.append(
      CommandWord(
        text: String(decoding: word, as: UTF8.self), isWhole: isWhole, beginsLine: beginsLine))
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < text.count ? text[position + distance] : nil
  }

  /// How many bytes a newline so far on has, if there is one.
  private func newlineLength(at distance: Int) -> Int {
    if peek(distance) == UInt8(ascii: "\n") { return 1 }
    let isPair =
      peek(distance) == UInt8(ascii: "\r") && peek(distance + 1) == UInt8(ascii: "\n")
    return isPair ? 2 : 0
  }

  /// Whether a JSON object begins here, and not a group of a shell's commands.
  private var beginsObject: Bool {
    guard peek() == UInt8(ascii: "{") else { return false }
    let next = text[(position + 1)...].first { $0 > 0x20 }
    return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
  }

  /// Takes a JSON object up to its end, blanks and quotes included.
  private mutating func object() throws(CommandLineError) -> [UInt8] {
    let start = position
    var depth = 0
    var isString = false
    while let byte = peek() {
      position += 1
      switch byte {
      case UInt8(ascii: "\\") where isString: position += 1
      case UInt8(ascii: "\""): isString.toggle()
      case UInt8(ascii: "{") where !isString: depth += 1
      case UInt8(ascii: "}") where !isString: depth -= 1
      default: break
      }
      if depth == 0 { return Array(text[start..<position]) }
    }
    throw CommandLineError(option: "", message: "a { that isn't closed")
  }
}
