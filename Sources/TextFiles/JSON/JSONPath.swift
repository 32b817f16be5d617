// SPDX-License-Identifier: MIT

/// The way to a place in a JSON text, as in `nodes[1].zones[0].present_pages`.
package struct JSONPath: CustomStringConvertible, Sendable {
  /// A step of the way.
  package enum Step: Sendable {
    /// To a field; `nil` where its name isn't told yet.
    case field(String?)
    /// To an element of a list, counted from 0.
    case element(Int)
  }

  /// The way from the whole text on.
  package private(set) var steps: [Step] = []

  /// Names a way.
  package init(_ steps: [Step]) { self.steps = steps }

  /// Finds the way to a position, or to as much of it as the text before it
  /// makes clear.
  ///
  /// Only for a text that is wrong; reading it once more costs less than
  /// keeping track in all those that are right.
  package init(to offset: Int, in bytes: Span<UInt8>) {
    var position = 0
    var isName = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let start = position + 1
        position = Self.end(ofStringAt: start, in: bytes)
        // A field that itself is wrong is part of the way.
        if isName, start <= offset + 1 {
          setField(Self.name(start..<position, in: bytes))
          isName = false
        }
        position += 1
        if position > offset { return }
        continue
      }
      if position >= offset { return }
      switch byte {
      case UInt8(ascii: "{"):
        steps.append(.field(nil))
        isName = true
      case UInt8(ascii: "["):
        steps.append(.element(0))
        isName = false
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = steps.popLast()
        isName = false
      case UInt8(ascii: ","):
        switch steps.popLast() {
        case .element(let index): steps.append(.element(index + 1))
        case .field:
          steps.append(.field(nil))
          isName = true
        case nil: break
        }
      default: break
      }
      position += 1
    }
  }

  /// The way as text; empty for the whole text.
  package var description: String {
    steps.reduce(into: "") { path, step in
      switch step {
      case .field(nil): break
      case .field(let name?): path += path.isEmpty ? name : "." + name
      case .element(let index): path += "[\(index)]"
      }
    }
  }
}

extension JSONPath: ExpressibleByStringLiteral {
  /// Names a field of the whole text.
  package init(stringLiteral name: String) { self.init([.field(name)]) }
}

extension JSONReader {
  /// Where the value at the end of a way begins, or as much of the way as the
  /// text has. Only for a text that is wrong, as with `JSONPath`.
  package func offset(of path: JSONPath) -> Int {
    var reader = JSONReader(bytes)
    _ = reader.peek()
    var offset = reader.position
    do throws(JSONError) {
      for step in path.steps {
        guard let next = try reader.offset(of: step) else { break }
        offset = next
        reader.position = next
      }
    } catch {}
    return offset
  }

  private func offset(of step: JSONPath.Step) throws(JSONError) -> Int? {
    var reader = copy self
    var found: Int?
    switch step {
    case .field(let wanted):
      try reader.members { reader, name, _ throws(JSONError) in
        _ = reader.peek()
        if reader.text(of: name) == wanted { found = found ?? reader.position }
        try reader.skipValue()
      }
    case .element(var index):
      var isFirst = true
      try reader.beginList()
      while found == nil, try reader.nextElement(&isFirst) {
        _ = reader.peek()
        if index == 0 { found = reader.position }
        index -= 1
        try reader.skipValue()
      }
    }
    return found
  }
}

extension JSONPath {
  private mutating func setField(_ name: String) {
    _ = steps.popLast()
    steps.append(.field(name))
  }

  private static func end(ofStringAt start: Int, in bytes: Span<UInt8>) -> Int {
    var position = start
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position, bytes.count)
  }

  /// A field's name, no longer than fits a message.
  private static func name(_ range: Range<Int>, in bytes: Span<UInt8>) -> String {
    var name: [UInt8] = []
    for index in range.prefix(40) { name.append(bytes[index]) }
    return String(decoding: name, as: UTF8.self).visible
      + (range.count > 40 ? "..." : "")
  }
}
