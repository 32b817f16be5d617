// SPDX-License-Identifier: MIT

extension JSONReader {
  /// Reads a string, its escapes undone.
  public mutating func text() throws(JSONError) -> String { text(of: try string()) }

  /// The text of a string that was read, its escapes undone.
  public func text(of string: JSONString) -> String {
    guard string.hasEscapes else {
      return unsafe bytes.withUnsafeBufferPointer { buffer in
        // In bounds: the range is that of a string that was read.
        unsafe String(
          decoding: UnsafeBufferPointer(rebasing: buffer[string.range]), as: UTF8.self)
      }
    }
    var text: [UInt8] = []
    append(string, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads an object whose names aren't known beforehand.
  ///
  /// - Parameter body: Reads the value of a field; gets the field's name and the
  ///   name's position. That no name occurs twice is up to it.
  public mutating func members(
    _ body: (inout JSONReader, JSONString, Int) throws(JSONError) -> Void
  ) throws(JSONError) {
    try expect(UInt8(ascii: "{"), "an object")
    var isFirst = true
    while true {
      var byte = peek()
      if byte == UInt8(ascii: "}") {
        position &+= 1
        return
      }
      if !isFirst {
        guard byte == UInt8(ascii: ",") else { throw expected("',' or '}'") }
        position &+= 1
        byte = peek()
      }
      isFirst = false
      let start = position
      guard byte == UInt8(ascii: "\"") else { throw expected("a field's name") }
      let name = try string()
      try expect(UInt8(ascii: ":"), "':'")
      try body(&self, name, start)
    }
  }

  /// Reads an address as the kernel prints it, a string such as
  /// `"0xffff888005b05c40"`.
  public mutating func address() throws(JSONError) -> UInt64 {
    let start = (peek(), position).1
    let string = try string()
    var value: UInt64 = 0
    let digits = string.range.dropFirst(2)
    var isAddress = 1...16 ~= digits.count && matches("0x", at: string.range.lowerBound)
    for index in digits {
      guard let digit = bytes[index].hexDigit else {
        isAddress = false
        break
      }
      value = value &<< 4 | UInt64(digit)
    }
    guard isAddress else { throw expected("an address such as \"0xffff888005b05c40\"", at: start) }
    return value
  }

  #if !hasFeature(Embedded)
    /// Reads a number, be it whole or not.
    public mutating func number() throws(JSONError) -> Double {
      _ = peek()
      let start = position
      try skipNumber()
      guard let number = Double(text(start..<position)), number.isFinite else {
        throw expected("a number", at: start)
      }
      return number
    }
  #endif

  /// Reads the bytes of an earlier value once more, if they are next; nothing is
  /// read if they aren't.
  ///
  /// - Parameter value: Where a string, a list or an object was, with what
  ///   begins and ends it: what ends it can't be the beginning of more.
  @inlinable @inline(__always)
  public mutating func skip(again value: Range<Int>) -> Bool {
    _ = peek()
    let count = value.upperBound &- value.lowerBound
    guard bytes.count &- position >= count else { return false }
    for offset in 0..<count
    where bytes[position &+ offset] != bytes[value.lowerBound &+ offset] {
      return false
    }
    position &+= count
    return true
  }
}
