// SPDX-License-Identifier: MIT

/// The fields of one object, read one after the other, each at most once.
///
///     var fields = try JSONFields<ZoneField>(&reader)
///     while let field = try fields.next(&reader) {
///       switch field { ... }
///     }
package struct JSONFields<Name: JSONName> {
  /// The position of the object.
  package let start: Int

  private var seen: UInt32 = 0

  /// The raw value of the name that probably comes next.
  private var guess: UInt8 = 0

  /// Reads the beginning of an object.
  @inline(__always)
  package init(
    _ reader: inout JSONReader, _ expectation: StaticString = "an object"
  ) throws(JSONError) {
    _ = reader.peek()
    start = reader.position
    try reader.expect(UInt8(ascii: "{"), expectation)
  }

  /// Reads the next field's name and its colon, or the end of the object.
  ///
  /// The field's value is to be read before the next call.
  @inline(__always)
  package mutating func next(_ reader: inout JSONReader) throws(JSONError) -> Name? {
    var byte = reader.peek()
    if byte == UInt8(ascii: "}") {
      reader.position &+= 1
      return nil
    }
    if seen != 0 {
      guard byte == UInt8(ascii: ",") else { throw reader.expected("',' or '}'") }
      reader.position &+= 1
      byte = reader.peek()
    }
    guard byte == UInt8(ascii: "\"") else {
      throw reader.expected("a field's name")
    }
    let position = reader.position
    let name = try readName(&reader)
    let bit: UInt32 = 1 &<< UInt32(name.rawValue)
    guard seen & bit == 0 else {
      throw reader.invalid("given twice", at: position)
    }
    seen |= bit
    guess = name.rawValue &+ 1
    try reader.expect(UInt8(ascii: ":"), "':'")
    return name
  }

  /// Whether a field has been read.
  @inline(__always)
  package func contains(_ name: Name) -> Bool {
    seen & 1 &<< UInt32(name.rawValue) != 0
  }

  @inline(__always)
  private func readName(
    _ reader: inout JSONReader
  ) throws(JSONError) -> Name {
    // Mostly a field is the one after the last, or one more was left out.
    var guess = guess
    for _ in 0..<2 {
      guard let name = Name(rawValue: guess) else { break }
      let start = reader.position &+ 1
      let end = start &+ name.name.utf8CodeUnitCount
      if end < reader.bytes.count, reader.bytes[end] == UInt8(ascii: "\""),
        reader.matches(name.name, at: start)
      {
        reader.position = end &+ 1
        return name
      }
      guess &+= 1
    }
    return try lookUpName(&reader)
  }

  @inline(never)
  private func lookUpName(
    _ reader: inout JSONReader
  ) throws(JSONError) -> Name {
    let start = reader.position
    let string = try reader.string()
    var index: UInt8 = 0
    while let name = Name(rawValue: index) {
      if reader.equals(string, name.name) { return name }
      index &+= 1
    }
    throw reader.invalid(
      "unknown field, expected \(Name.listed())", at: start)
  }
}

extension JSONFields {
  /// The error of a field that isn't there.
  @inline(never)
  package func missing(_ name: Name, in reader: borrowing JSONReader) -> JSONError {
    JSONError(offset: start, message: "\(name.name) is missing")
  }

  /// The position of a field's value, found by reading the object again.
  @inline(never)
  package func offset(of name: Name, in reader: borrowing JSONReader) -> Int {
    var reader = JSONReader(reader.bytes)
    reader.position = start
    do throws(JSONError) {
      var fields = try JSONFields(&reader)
      while let field = try fields.next(&reader) {
        _ = reader.peek()
        if field.rawValue == name.rawValue { return reader.position }
        try reader.skipValue()
      }
    } catch {}
    return start
  }
}
