// SPDX-License-Identifier: MIT

extension JSONReader {
  /// How deep a skipped value may be nested.
  static var maximumDepth: Int { 64 }

  /// Reads a value of any kind and forgets it.
  ///
  /// It is checked to be JSON, but for two fields with one name.
  public mutating func skipValue() throws(JSONError) {
    // A bit a level, 1 in an object: no recursion, and no more than 64 levels.
    var isObject: UInt64 = 0
    var depth = 0
    repeat {
      switch peek() {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < Self.maximumDepth else {
          throw invalid("nested deeper than \(Self.maximumDepth)", at: position)
        }
        let opensObject = bytes[position] == UInt8(ascii: "{")
        position &+= 1
        isObject = isObject &<< 1 | (opensObject ? 1 : 0)
        depth += 1
        if peek() != (opensObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          if opensObject { try skipName() }
          continue
        }
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
      case UInt8(ascii: "n"):
        guard null() else { throw expected("a value") }
      default: try skipNumber()
      }
      // A value has ended, and perhaps what holds it.
      while depth > 0 {
        let byte = peek()
        let inObject = isObject & 1 != 0
        if byte == UInt8(ascii: ",") {
          position &+= 1
          if inObject { try skipName() }
          break
        }
        guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw expected(inObject ? "',' or '}'" : "',' or ']'")
        }
        position &+= 1
        isObject &>>= 1
        depth -= 1
      }
    } while depth > 0
  }

  private mutating func skipName() throws(JSONError) {
    _ = try string()
    try expect(UInt8(ascii: ":"), "':'")
  }

  /// Reads a number, which may have a fraction and an exponent.
  mutating func skipNumber() throws(JSONError) {
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") {
      position &+= 1
    }
    let first = position
    var isNumber = skipDigits() > 0
    if position &- first > 1, bytes[first] == UInt8(ascii: "0") {
      isNumber = false
    }
    if isNumber, position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position &+= 1
      isNumber = skipDigits() > 0
    }
    if isNumber, position < bytes.count, bytes[position] | 0x20 == 0x65 {
      position &+= 1
      if position < bytes.count,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position &+= 1
      }
      isNumber = skipDigits() > 0
    }
    guard isNumber, position == bytes.count || bytes[position].endsToken else {
      throw expected("a value", at: start)
    }
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while position < bytes.count,
      bytes[position] &- UInt8(ascii: "0") < 10
    {
      position &+= 1
    }
    return position &- start
  }
}
