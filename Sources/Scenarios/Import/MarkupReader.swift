// SPDX-License-Identifier: MIT

/// Reads XML as far as libvirt writes it: elements, attributes, text, and the five
/// entities; comments and declarations are passed over.
struct MarkupReader {
  /// An element with what is in it.
  struct Element {
    let name: String
    var attributes: [String: String] = [:]
    var text = ""
    var children: [Element] = []

    /// The first element of a name.
    subscript(_ name: String) -> Element? { children.first { $0.name == name } }
  }

  /// Why a text can't be read.
  struct Refusal: Error {
    let line: Int
    let message: String
  }

  private static let maximumDepth = 64
  private static let maximumCount = 100_000

  private let bytes: [UInt8]
  private var position = 0
  private var count = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension MarkupReader {
  /// Reads the only element.
  mutating func document() throws(Refusal) -> Element {
    try skipOther()
    let element = try element(depth: 0)
    try skipOther()
    guard position == bytes.count else { throw refusal("expected nothing after the element") }
    return element
  }

  private mutating func element(depth: Int) throws(Refusal) -> Element {
    guard take("<") else { throw refusal("expected an element") }
    count += 1
    guard depth < Self.maximumDepth, count <= Self.maximumCount else {
      throw refusal("more elements than any domain has")
    }
    var element = Element(name: try name())
    while true {
      skipBlanks()
      if take("/>") { return element }
      if take(">") { break }
      let name = try name()
      skipBlanks()
      guard take("=") else { throw refusal("expected = after the attribute \(name)") }
      skipBlanks()
      guard position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27 else {
        throw refusal("expected a quoted value of the attribute \(name)")
      }
      let quote = bytes[position]
      position += 1
      let value = try text { $0 == quote }
      guard take(quote == 0x22 ? "\"" : "'") else {
        throw refusal("a value that isn't closed")
      }
      guard element.attributes.updateValue(value, forKey: name) == nil else {
        throw refusal("the attribute \(name) is given twice")
      }
    }
    while true {
      element.text += try text { $0 == UInt8(ascii: "<") }
      if try skipComment() { continue }
      if take("</") {
        let end = try name()
        skipBlanks()
        guard end == element.name, take(">") else {
          throw refusal("expected </\(element.name)>")
        }
        return element
      }
      element.children.append(try self.element(depth: depth + 1))
    }
  }

  /// Passes over blanks, comments and declarations.
  private mutating func skipOther() throws(Refusal) {
    while true {
      skipBlanks()
      guard try skipComment() else { return }
    }
  }

  private mutating func skipComment() throws(Refusal) -> Bool {
    for (start, end) in [("<!--", "-->"), ("<?", "?>"), ("<!", ">")] where take(start) {
      while position < bytes.count, !take(end) { position += 1 }
      guard position <= bytes.count,
        bytes[..<position].suffix(end.utf8.count).elementsEqual(end.utf8)
      else { throw refusal("expected \(end)") }
      return true
    }
    return false
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
  }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func name() throws(Refusal) -> String {
    let start = position
    while position < bytes.count, Self.isName(bytes[position]) { position += 1 }
    guard position > start else { throw refusal("expected a name") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: ":"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// Reads text up to a byte, its entities undone.
  private mutating func text(until isEnd: (UInt8) -> Bool) throws(Refusal) -> String {
    var text: [UInt8] = []
    while position < bytes.count, !isEnd(bytes[position]) {
      guard bytes[position] == UInt8(ascii: "&") else {
        text.append(bytes[position])
        position += 1
        continue
      }
      let entities = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
      ]
      guard let entity = entities.first(where: { take($0.0) }) else {
        throw refusal("expected &amp;, &lt;, &gt;, &quot; or &apos;")
      }
      text += entity.1.utf8
    }
    guard position < bytes.count else { throw refusal("the text ends too early") }
    return String(decoding: text, as: UTF8.self)
  }

  private func refusal(_ message: String) -> Refusal {
    Refusal(
      line: 1 + bytes.prefix(position).count { $0 == UInt8(ascii: "\n") }, message: message)
  }
}
