// SPDX-License-Identifier: MIT

/// The fields of one object, read one after the other, each at most once.
///
///     var fields = try JSONFields<ZoneField>(&reader)
///     while let field = try fields.next(&reader) {
///       switch field { ... }
///     }
public struct JSONFields<Name: JSONName> {
  /// The position of the object.
  public let start: Int

  @usableFromInline var seen: UInt32 = 0

  /// The raw value of the name that probably comes next.
  @usableFromInline var guess: UInt8 = 0

  @usableFromInline var isFirst = true

  /// Reads the beginning of an object.
  @inlinable @inline(__always)
  public init(
    _ reader: inout JSONReader, _ expectation: StaticString = "an object"
  ) throws(JSONError) {
    _ = reader.peek()
    start = reader.position
    try reader.expect(UInt8(ascii: "{"), expectation)
  }

  /// Reads the next field's name and its colon, or the end of the object.
  ///
  /// The field's value is to be read before the next call. A field of another
  /// name is an error.
  @inlinable @inline(__always)
  public mutating func next(_ reader: inout JSONReader) throws(JSONError) -> Name? {
    guard try advance(&reader) else { return nil }
    let position = reader.position
    guard let name = try readName(&reader) else {
      throw reader.invalid("unknown field, expected \(Name.listed())", at: position)
    }
    try note(name, at: position, &reader)
    return name
  }

  /// Reads the next field's name and its colon, or the end of the object, and
  /// passes over fields of other names.
  ///
  /// The field's value is to be read before the next call.
  @inlinable @inline(__always)
  public mutating func nextKnown(_ reader: inout JSONReader) throws(JSONError) -> Name? {
    while try advance(&reader) {
      let position = reader.position
      if let name = try readName(&reader) {
        try note(name, at: position, &reader)
        return name
      }
      try reader.expect(UInt8(ascii: ":"), "':'")
      try reader.skipValue()
    }
    return nil
  }

  /// Whether a field has been read.
  @inlinable @inline(__always)
  public func contains(_ name: Name) -> Bool {
    seen & 1 &<< UInt32(name.rawValue) != 0
  }

  /// Moves to the next field's name, or behind the end of the object.
  @inlinable @inline(__always)
  mutating func advance(_ reader: inout JSONReader) throws(JSONError) -> Bool {
    var byte = reader.peek()
    if byte == UInt8(ascii: "}") {
      reader.position &+= 1
      return false
    }
    if !isFirst {
      guard byte == UInt8(ascii: ",") else { throw reader.expected("',' or '}'") }
      reader.position &+= 1
      byte = reader.peek()
    }
    isFirst = false
    guard byte == UInt8(ascii: "\"") else { throw reader.expected("a field's name") }
    return true
  }

  @inlinable @inline(__always)
  mutating func note(
    _ name: Name, at position: Int, _ reader: inout JSONReader
  ) throws(JSONError) {
    let bit: UInt32 = 1 &<< UInt32(name.rawValue)
    guard seen & bit == 0 else { throw reader.invalid("given twice", at: position) }
    seen |= bit
    guess = name.rawValue &+ 1
    try reader.expect(UInt8(ascii: ":"), "':'")
  }

  /// Reads a name; `nil` if it is none of them.
  @inlinable @inline(__always)
  func readName(_ reader: inout JSONReader) throws(JSONError) -> Name? {
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

  @inlinable @inline(never)
  func lookUpName(_ reader: inout JSONReader) throws(JSONError) -> Name? {
    let string = try reader.string()
    var index: UInt8 = 0
    while let name = Name(rawValue: index) {
      if reader.equals(string, name.name) { return name }
      index &+= 1
    }
    return nil
  }
}

extension JSONFields {
  /// A field's value.
  ///
  /// - Throws: If the field isn't there.
  @inlinable @inline(__always)
  public func require<Value>(_ value: Value?, _ name: Name) throws(JSONError) -> Value {
    guard let value else { throw missing(name) }
    return value
  }

  /// The error of a field that isn't there.
  @inline(never)
  public func missing(_ name: Name) -> JSONError {
    JSONError(offset: start, message: "\(name.name) is missing")
  }

  /// Checks that every field has been read.
  ///
  /// - Throws: Which one is missing first.
  public func requireAll() throws(JSONError) {
    var number: UInt8 = 0
    while let name = Name(rawValue: number) {
      guard contains(name) else { throw missing(name) }
      number += 1
    }
  }

  /// The position of a field's value, found by reading the object again.
  @inline(never)
  public func offset(of name: Name, in reader: borrowing JSONReader) -> Int {
    var reader = JSONReader(reader.bytes)
    reader.position = start
    do throws(JSONError) {
      var fields = try JSONFields(&reader)
      while let field = try fields.nextKnown(&reader) {
        _ = reader.peek()
        if field.rawValue == name.rawValue { return reader.position }
        try reader.skipValue()
      }
    } catch {}
    return start
  }
}
