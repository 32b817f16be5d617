// SPDX-License-Identifier: MIT

extension CSource {
  /// Something that is defined outside of braces: a function, type, variable or
  /// macro, or a macro's call that defines one.
  struct Definition: Hashable {
    enum Kind { case function, type, variable, macro, call }

    let kind: Kind

    /// What it may be asked for by: `name`, `struct tag`, the members of an
    /// enumeration, and `macro(first argument` of a call.
    var names: [String]

    /// Its bytes, to the brace or semicolon at its end.
    let range: Range<Int>

    /// Of a function, its bytes before the body.
    var head: Range<Int>?
  }

  /// The definitions of a name: several if the preprocessor is to choose.
  func definitions(of name: String) -> [Definition] {
    (index[name] ?? []).map { definitions[$0] }
  }

  /// All definitions, in no order.
  func findDefinitions() -> [Definition] {
    var found: [Definition] = directives.compactMap { directive in
      guard directive.keyword == "define", directive.isActive else { return nil }
      let words = self.words(in: directive.range, of: clean, limit: 2)
      guard words.count == 2 else { return nil }
      return Definition(kind: .macro, names: [words[1].text], range: directive.range)
    }
    var start = 0
    while let begin = next(start) {
      let (definition, end) = declaration(at: begin)
      if let definition { found.append(definition) }
      start = end
    }
    return found
  }
}

// MARK: Declarations

extension CSource {
  /// An identifier in code.
  struct Word {
    let text: String
    let range: Range<Int>
  }

  /// The declaration that starts at an offset, if it defines anything, and where
  /// it ends.
  private func declaration(at begin: Int) -> (Definition?, end: Int) {
    var offset = begin
    while offset < code.count {
      switch code[offset] {
      case .open: offset = closing(offset) ?? offset
      case .openBrace:
        let end = (closing(offset) ?? offset) + 1
        if let names = functionNames(begin..<offset) {
          return (
            Definition(
              kind: .function, names: names, range: begin..<end, head: begin..<offset), end
          )
        }
        offset = end - 1
      case .semicolon: return (object(begin..<offset + 1), offset + 1)
      // A stray one, of a branch perhaps.
      case .closeBrace: return (nil, offset + 1)
      default: break
      }
      offset += 1
    }
    return (nil, code.count)
  }

  /// The names that a function may have whose head this is: those before
  /// parentheses, as there may be attributes too; `nil` if it is no function.
  private func functionNames(_ head: Range<Int>) -> [String]? {
    let words = topWords(head)
    guard !code[head].contains(.equals) || words.contains(where: { $0.text == "operator" })
    else { return nil }
    let names = words.filter { next($0.range.upperBound).map { code[$0] } == .open }
    return names.isEmpty ? nil : names.map(\.text)
  }

  private func object(_ range: Range<Int>) -> Definition? {
    let words = topWords(range)
    guard let first = words.first else { return nil }
    if first.text == "extern" { return nil }
    // `struct tag;` says nothing of it.
    if words.count == 2, ["struct", "union", "enum"].contains(first.text),
      code[range].count(where: { $0 == .openBrace }) == 0
    {
      return nil
    }
    var names = tags(range)
    let hasBody = !names.isEmpty
    if first.text == "typedef" {
      names += words.last.map { [$0.text] } ?? []
      names += pointerName(range)
      return Definition(kind: .type, names: names, range: range)
    }
    // A macro's call, perhaps after `static`.
    let head = words.first { !["static", "const"].contains($0.text) } ?? first
    if let open = next(head.range.upperBound), code[open] == .open, let close = closing(open),
      !hasBody
    {
      return call(of: head.text, with: open + 1..<close, range)
    }
    names += variableNames(range, hasBody: hasBody)
    guard !names.isEmpty else { return nil }
    return Definition(kind: hasBody ? .type : .variable, names: names, range: range)
  }

  private func call(
    of macro: String, with arguments: Range<Int>, _ range: Range<Int>
  ) -> Definition? {
    let words = self.words(in: arguments, of: code)
    guard let first = words.first?.text else { return nil }
    var names = ["\(macro)(\(first)"]
    if macro.contains("PARAM_DEF") {
      names += ["param_ops_\(first)", "param_set_\(first)", "param_get_\(first)"]
    } else if macro.contains("DEFINE") || macro.contains("DECLARE") {
      names += words.map(\.text)
    }
    return Definition(kind: .call, names: names, range: range)
  }

  /// The tags that a declaration has the bodies of, and enumerations' members.
  private func tags(_ range: Range<Int>) -> [String] {
    var names: [String] = []
    let words = topWords(range)
    for (position, word) in words.enumerated()
    where ["struct", "union", "enum"].contains(word.text) {
      var after = word.range.upperBound
      var name: String?
      // Attributes may come before the name.
      for candidate in words[(position + 1)...] {
        guard let brace = next(candidate.range.upperBound) else { break }
        if code[brace] == .openBrace {
          (name, after) = (candidate.text, candidate.range.upperBound)
          break
        }
        guard candidate.text.hasPrefix("__") else { break }
      }
      guard let brace = next(after), code[brace] == .openBrace, brace < range.upperBound
      else { continue }
      if let name {
        names.append("struct \(name)")
      } else if word.text != "enum" {
        names.append("struct ")
      }
      if word.text == "enum" { names += members(after: brace) }
    }
    return names
  }

  /// The members of an enumeration whose brace is at an offset.
  private func members(after brace: Int) -> [String] {
    guard let end = closing(brace) else { return [] }
    var names: [String] = []
    var isDue = true
    var offset = brace + 1
    while offset < end {
      let byte = code[offset]
      if byte == .comma {
        isDue = true
      } else if byte == .open {
        offset = closing(offset) ?? offset
      } else if byte.isIdentifier {
        let word = code[offset..<end].prefix { $0.isIdentifier }
        if isDue { names.append(String(decoding: word, as: UTF8.self)) }
        isDue = false
        offset = word.endIndex - 1
      }
      offset += 1
    }
    return names
  }

  /// The names that a declaration's commas part, without those that declare
  /// functions.
  private func variableNames(_ range: Range<Int>, hasBody: Bool) -> [String] {
    var names: [String] = []
    var words: [Word] = []
    var (isValue, isFunction) = (false, false)
    func finish() {
      // Attributes come behind the name.
      let name = words.last { !$0.text.hasPrefix("__") } ?? words.last
      // Alone it would be the type.
      if let name, words.count > 1 || !names.isEmpty || hasBody, !isFunction {
        names.append(name.text)
      }
    }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = code[offset]
      switch byte {
      case .equals: isValue = true
      case .comma, .semicolon:
        finish()
        (words, isValue, isFunction) = ([], false, false)
      case .open:
        if !isValue {
          isFunction = true
          names += pointerName(offset..<(closing(offset) ?? offset))
        }
        offset = closing(offset) ?? offset
      case .openBrace:
        offset = closing(offset) ?? offset
        // What comes before a body is no name of a variable.
        if !isValue { words = [] }
      case UInt8(ascii: "["):
        offset = code[offset..<range.upperBound].firstIndex(of: UInt8(ascii: "]")) ?? offset
      default:
        guard byte.isIdentifier else { break }
        let word = code[offset..<range.upperBound].prefix { $0.isIdentifier }
        if !isValue {
          words.append(
            Word(text: String(decoding: word, as: UTF8.self), range: word.indices))
        }
        offset = word.endIndex - 1
      }
      offset += 1
    }
    return names
  }

  /// The name in `(*name)`, the first there is.
  private func pointerName(_ range: Range<Int>) -> [String] {
    guard let open = code[range].firstIndex(of: .open), let star = next(open + 1),
      code[star] == .star, let name = next(star + 1)
    else { return [] }
    let word = code[name...].prefix { $0.isIdentifier }
    return word.isEmpty ? [] : [String(decoding: word, as: UTF8.self)]
  }
}

// MARK: Words

extension CSource {
  /// The identifiers of a range that are within no brackets.
  func topWords(_ range: Range<Int>) -> [Word] {
    var words: [Word] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = code[offset]
      if byte == .open || byte == .openBrace {
        offset = closing(offset) ?? offset
      } else if byte.isIdentifier {
        let word = code[offset..<range.upperBound].prefix { $0.isIdentifier }
        words.append(
          Word(text: String(decoding: word, as: UTF8.self), range: word.indices))
        offset = word.endIndex - 1
      }
      offset += 1
    }
    return words
  }

  /// All identifiers of a range, or the first so many.
  func words(
    in range: Range<Int>, of text: [UInt8], limit: Int = .max
  ) -> [Word] {
    var words: [Word] = []
    var offset = range.lowerBound
    while offset < range.upperBound, words.count < limit {
      guard text[offset].isIdentifier else {
        offset += 1
        continue
      }
      let word = text[offset..<range.upperBound].prefix { $0.isIdentifier }
      // A number is none.
      if text[offset] < UInt8(ascii: "0") || text[offset] > UInt8(ascii: "9") {
        words.append(
          Word(text: String(decoding: word, as: UTF8.self), range: word.indices))
      }
      offset = word.endIndex
    }
    return words
  }

  /// A name that a definition needs.
  struct Need {
    let name: String
    let isOwn: Bool
    let isStruct: Bool
  }

  /// The names that a definition needs, in order: a tag as `struct tag`.
  ///
  /// Names of members are none. A name is the definition's own if it declares or
  /// assigns it.
  func needs(of definition: Definition) -> [Need] {
    let text = definition.kind == .macro ? clean : code
    let words = self.words(in: definition.range, of: text)
    var names: [String] = []
    var own: Set<String> = []
    var structs: Set<String> = []
    var seen: Set<String> = []
    for (position, word) in words.enumerated() {
      let before = text[definition.range.lowerBound..<word.range.lowerBound].last { !$0.isSpace }
      if before == UInt8(ascii: ".") { continue }
      if before == UInt8(ascii: ">"),
        text[definition.range.lowerBound..<word.range.lowerBound].suffix(3).contains(
          UInt8(ascii: "-"))
      {
        continue
      }
      let last = position > 0 ? words[position - 1] : nil
      let isNext =
        last.map { text[$0.range.upperBound..<word.range.lowerBound].allSatisfy { $0.isSpace } }
        ?? false
      if isNext, let last, ["struct", "union", "enum"].contains(last.text) {
        let name = "struct \(word.text)"
        if last.text == "struct" { structs.insert(name) }
        if seen.insert(name).inserted { names.append(name) }
        continue
      }
      if definition.kind == .function,
        isAssigned(word) || (isNext && last.map { !Self.statements.contains($0.text) } == true)
      {
        own.insert(word.text)
      }
      if seen.insert(word.text).inserted { names.append(word.text) }
    }
    return names.map { name in
      // Types and macros stand before names too.
      let isOwn =
        own.contains(name)
        && !definitions(of: name).contains { $0.kind == .type || $0.kind == .macro }
      return Need(name: name, isOwn: isOwn, isStruct: structs.contains(name))
    }
  }

  private static let statements: Set<String> = ["return", "goto", "else", "do", "case", "sizeof"]

  private func isAssigned(_ word: Word) -> Bool {
    guard let sign = next(word.range.upperBound) else { return false }
    let after = sign + 1 < code.count ? code[sign + 1] : 0
    switch code[sign] {
    case .equals: return after != .equals
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return after == .equals || after == code[sign]
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "|"), UInt8(ascii: "&"):
      return after == .equals
    default: return false
    }
  }

  /// The first byte of code from an offset on.
  func next(_ offset: Int) -> Int? {
    code[offset...].firstIndex { !$0.isSpace }
  }
}
