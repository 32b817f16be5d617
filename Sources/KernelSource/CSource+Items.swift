// SPDX-License-Identifier: MIT

extension CSource {
  /// Where an item is defined: in several places if the preprocessor is to
  /// choose among them, in none if it is not there.
  func ranges(of item: KernelItem) -> [Range<Int>] {
    switch item {
    case .function(let name):
      mentions(of: name).compactMap { function(at: $0) }
    case .structure(let name):
      mentions(of: "struct").compactMap { record(at: $0, named: name) }
    case .enumeration(let member):
      mentions(of: "enum").compactMap { enumeration(at: $0, with: member) }
    case .typeAlias(let name):
      mentions(of: "typedef").compactMap { statement(from: $0.lowerBound, with: name) }
    case .variable(let name):
      mentions(of: name).compactMap { variable(at: $0) }
    case .macro(let name):
      directives.filter { $0.keyword == "define" && words(of: $0).dropFirst().first == name }
        .map(\.range)
    case .call(let macro, let argument):
      mentions(of: macro).compactMap { call(at: $0, with: argument) }
    }
  }

  /// The first words of a directive, the keyword first.
  private func words(of directive: Directive) -> [String] {
    bytes[directive.range].split(maxSplits: 4) { !$0.isIdentifier }.prefix(2)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Where an identifier is in code outside of braces.
  private func mentions(of name: String) -> [Range<Int>] {
    let name = Array(name.utf8)
    var found: [Range<Int>] = []
    var index = 0
    while index < code.count {
      guard code[index].isIdentifier else {
        index += 1
        continue
      }
      let end = code[index...].firstIndex { !$0.isIdentifier } ?? code.count
      if depths[index] == 0, code[index..<end].elementsEqual(name) {
        found.append(index..<end)
      }
      index = end
    }
    return found
  }

  private func function(at name: Range<Int>) -> Range<Int>? {
    guard let parenthesis = next(name.upperBound), code[parenthesis] == .open,
      let end = closing(parenthesis, .open, .close)
    else { return nil }
    // Between the parameters and the body there may be attributes.
    guard
      let brace = code[(end + 1)...].firstIndex(where: { !$0.isSpace && !$0.isIdentifier }),
      code[brace] == .openBrace, let last = closing(brace, .openBrace, .closeBrace)
    else { return nil }
    return start(of: name.lowerBound)..<last + 1
  }

  private func record(at keyword: Range<Int>, named name: String) -> Range<Int>? {
    guard let start = next(keyword.upperBound) else { return nil }
    let word = code[start...].prefix { $0.isIdentifier }
    guard word.elementsEqual(name.utf8), let brace = next(word.endIndex),
      code[brace] == .openBrace
    else { return nil }
    return statement(from: self.start(of: keyword.lowerBound))
  }

  private func enumeration(at keyword: Range<Int>, with member: String) -> Range<Int>? {
    guard
      let brace = code[keyword.upperBound...].firstIndex(where: {
        !$0.isSpace && !$0.isIdentifier
      }), code[brace] == .openBrace
    else { return nil }
    return statement(from: start(of: keyword.lowerBound), with: member)
  }

  private func variable(at name: Range<Int>) -> Range<Int>? {
    // Brackets and attributes may come before the value or the end.
    guard
      let sign = code[name.upperBound...].firstIndex(where: {
        $0 == .equals || $0 == .semicolon || $0 == .open || $0 == UInt8(ascii: ",")
      }), code[sign] == .equals || code[sign] == .semicolon
    else { return nil }
    let start = start(of: name.lowerBound)
    // Something has to come before the name, and that nothing of a call.
    let before = code[start..<name.lowerBound]
    guard before.contains(where: \.isIdentifier),
      !before.contains(.open), !before.contains(.equals)
    else { return nil }
    return statement(from: start)
  }

  private func call(at macro: Range<Int>, with argument: String) -> Range<Int>? {
    guard let parenthesis = next(macro.upperBound), code[parenthesis] == .open,
      let start = next(parenthesis + 1),
      code[start...].prefix(while: \.isIdentifier).elementsEqual(argument.utf8)
    else { return nil }
    return statement(from: self.start(of: macro.lowerBound))
  }
}

// MARK: Moving about

extension CSource {
  /// The first byte from an offset on that is no white space.
  private func next(_ offset: Int) -> Int? {
    code[offset...].firstIndex { !$0.isSpace }
  }

  /// The offset of what closes an opening byte.
  private func closing(_ offset: Int, _ open: UInt8, _ close: UInt8) -> Int? {
    var depth = 0
    for index in offset..<code.count {
      if code[index] == open {
        depth += 1
      } else if code[index] == close {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  /// Where the declaration that a byte is in starts: after the previous one or
  /// after a directive.
  private func start(of offset: Int) -> Int {
    var start = offset
    while start > 0 {
      let byte = code[start - 1]
      guard depths[start - 1] != 0 || (byte != .semicolon && byte != .closeBrace)
      else { break }
      start -= 1
    }
    let directive = directives.last { $0.range.upperBound <= offset }
    if let directive { start = max(start, directive.range.upperBound) }
    return next(start) ?? offset
  }

  /// A statement from an offset to its semicolon, if it mentions a name.
  private func statement(from start: Int, with name: String? = nil) -> Range<Int>? {
    var depth = 0
    for index in start..<code.count {
      switch code[index] {
      case .open, .openBrace: depth += 1
      case .close, .closeBrace: depth -= 1
      case .semicolon where depth == 0:
        let range = start..<index + 1
        guard let name else { return range }
        let words = code[range].split { !$0.isIdentifier }
        return words.contains { $0.elementsEqual(name.utf8) } ? range : nil
      default: break
      }
    }
    return nil
  }
}

extension UInt8 {
  fileprivate static let open = UInt8(ascii: "(")
  fileprivate static let close = UInt8(ascii: ")")
  fileprivate static let openBrace = UInt8(ascii: "{")
  fileprivate static let closeBrace = UInt8(ascii: "}")
  fileprivate static let equals = UInt8(ascii: "=")
  fileprivate static let semicolon = UInt8(ascii: ";")
}
