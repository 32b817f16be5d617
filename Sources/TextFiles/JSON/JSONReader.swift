// SPDX-License-Identifier: MIT

/// A pull parser over the bytes of one JSON text.
///
/// The caller knows what it expects and asks for it; anything else is an
/// error. So nothing is built that isn't wanted: integers go straight into
/// machine integers, exactly, and field names are compared where they lie.
/// The reader itself allocates nothing until something is wrong.
///
/// It is stricter than RFC 8259 in that a field must not occur twice in an
/// object, an integer must have neither fraction nor exponent nor be `-0`, and
/// strings must be valid UTF-8 whose surrogates come in pairs.
public struct JSONReader: ~Escapable {
  /// The text.
  @usableFromInline let bytes: Span<UInt8>

  /// The position of the next byte to read.
  public var position = 0

  /// Creates a reader at the beginning of a text.
  @_lifetime(copy bytes)
  @inlinable
  public init(_ bytes: Span<UInt8>) { self.bytes = bytes }
}

extension JSONReader {
  /// Skips whitespace and returns the byte after it without reading it; 0 at
  /// the end of the text, where no token starts either.
  @inlinable @inline(__always)
  public mutating func peek() -> UInt8 {
    while position < bytes.count {
      let byte = bytes[position]
      if byte > 0x20 { return byte }
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
        return byte
      }
      position &+= 1
    }
    return 0
  }

  /// Reads a given byte, after any whitespace.
  @inlinable @inline(__always)
  public mutating func expect(
    _ byte: UInt8, _ expectation: StaticString
  ) throws(JSONError) {
    guard peek() == byte else { throw expected(expectation) }
    position &+= 1
  }

  /// Makes sure that nothing but whitespace is left.
  public mutating func finish() throws(JSONError) {
    _ = peek()
    guard position == bytes.count else {
      throw expected("nothing after the object")
    }
  }
}

extension JSONReader {
  /// Reads the beginning of a list.
  @inlinable @inline(__always)
  public mutating func beginList() throws(JSONError) {
    try expect(UInt8(ascii: "["), "a list")
  }

  /// Moves to the next element of a list, or past the end of the list.
  ///
  /// - Parameter isFirst: `true` at the first call for a list; set to `false`.
  /// - Returns: Whether there is an element.
  @inlinable @inline(__always)
  public mutating func nextElement(_ isFirst: inout Bool) throws(JSONError) -> Bool {
    let byte = peek()
    if byte == UInt8(ascii: "]") {
      position &+= 1
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw expected("',' or ']'") }
    position &+= 1
    return true
  }

  /// Reads a Boolean.
  public mutating func boolean() throws(JSONError) -> Bool {
    _ = peek()
    if matches("true", at: position) {
      position &+= 4
      return true
    }
    guard matches("false", at: position) else {
      throw expected("true or false")
    }
    position &+= 5
    return false
  }

  /// Reads `null` if it is next.
  public mutating func null() -> Bool {
    guard peek() == UInt8(ascii: "n"), matches("null", at: position) else {
      return false
    }
    position &+= 4
    return true
  }
}
