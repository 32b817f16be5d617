// SPDX-License-Identifier: MIT

#if canImport(Glibc)
  public import Glibc
#endif

extension JSONReader {
  /// Reads a string and checks that it is one, escapes and UTF-8 included.
  @inlinable @inline(__always)
  public mutating func string() throws(JSONError) -> JSONString {
    try expect(UInt8(ascii: "\""), "a string")
    let start = position
    var hasEscapes = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position &+= 1
        return JSONString(
          range: unsafe Range(uncheckedBounds: (start, position &- 1)),
          hasEscapes: hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        _ = try escapedScalar()
      } else if byte >= 0x80 {
        try skipMultibyteScalar()
      } else if byte >= 0x20 {
        position &+= 1
      } else {
        throw invalid("control character in a string", at: position)
      }
    }
    throw invalid("string without an end", at: start &- 1)
  }

  /// Whether a text is at a position.
  @inlinable @inline(__always)
  func matches(_ text: StaticString, at start: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count &- start >= count else { return false }
    return unsafe bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) in
      // In bounds by the line above; `start` is a position in the text.
      #if canImport(Glibc)
        unsafe memcmp(buffer.baseAddress! + start, text.utf8Start, count) == 0
      #else
        unsafe buffer[start..<start &+ count].elementsEqual(
          UnsafeRawBufferPointer(start: text.utf8Start, count: count))
      #endif
    }
  }

  /// Whether a string, its escapes undone, is a given text.
  @inlinable @inline(__always)
  public func equals(_ string: JSONString, _ text: StaticString) -> Bool {
    if string.hasEscapes { return equalsUnescaped(string, text) }
    return string.range.count == text.utf8CodeUnitCount
      && matches(text, at: string.range.lowerBound)
  }

  @inline(never) @usableFromInline
  func equalsUnescaped(_ string: JSONString, _ text: StaticString) -> Bool {
    var unescaped: [UInt8] = []
    append(string, to: &unescaped)
    return text.withUTF8Buffer { unsafe $0.elementsEqual(unescaped) }
  }

  /// Appends a string's UTF-8, its escapes undone.
  public func append(_ string: JSONString, to target: inout [UInt8]) {
    var reader = copy self
    reader.position = string.range.lowerBound
    while reader.position < string.range.upperBound {
      let byte = bytes[reader.position]
      if byte == UInt8(ascii: "\\"), let scalar = try? reader.escapedScalar() {
        target.append(contentsOf: String(scalar).utf8)
      } else {
        target.append(byte)
        reader.position &+= 1
      }
    }
  }
}

// MARK: Escapes and UTF-8

extension JSONReader {
  /// Reads an escape, both halves of it if it is a surrogate pair.
  @inline(never) @usableFromInline
  mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
    let start = position
    guard start &+ 1 < bytes.count else {
      throw invalid("string without an end", at: start)
    }
    position &+= 2
    switch bytes[start &+ 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try hexDigits(of: start)
      guard UTF16.isLeadSurrogate(first) else {
        guard let scalar = Unicode.Scalar(first) else {
          throw invalid("half a surrogate pair", at: start)
        }
        return scalar
      }
      guard matches("\\u", at: position) else {
        throw invalid("half a surrogate pair", at: start)
      }
      position &+= 2
      let second = try hexDigits(of: start)
      guard UTF16.isTrailSurrogate(second) else {
        throw invalid("half a surrogate pair", at: start)
      }
      let value =
        0x1_0000 &+ (UInt32(first) &- 0xD800) &<< 10 &+ (UInt32(second) &- 0xDC00)
      guard let scalar = Unicode.Scalar(value) else {
        throw invalid("half a surrogate pair", at: start)
      }
      return scalar
    default:
      throw invalid("unknown escape in a string", at: start)
    }
  }

  private mutating func hexDigits(of start: Int) throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = bytes[position].hexDigit else {
        throw invalid("\\u without four hexadecimal digits", at: start)
      }
      value = value &<< 4 | digit
      position &+= 1
    }
    return value
  }

  /// Reads a UTF-8 sequence of two to four bytes.
  ///
  /// The bounds of the second byte rule out overlong forms, surrogates and
  /// numbers above U+10FFFF.
  @inline(never) @usableFromInline
  mutating func skipMultibyteScalar() throws(JSONError) {
    let start = position
    let count: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[start] {
    case 0xC2...0xDF: count = 2
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: count = 3
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: count = 4
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default: throw invalid("invalid UTF-8 in a string", at: start)
    }
    guard bytes.count &- start >= count, second.contains(bytes[start &+ 1]) else {
      throw invalid("invalid UTF-8 in a string", at: start)
    }
    for index in 2..<max(count, 2) where bytes[start &+ index] & 0xC0 != 0x80 {
      throw invalid("invalid UTF-8 in a string", at: start)
    }
    position = start &+ count
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit.
  var hexDigit: UInt16? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(self &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"):
      UInt16(self &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"):
      UInt16(self &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
  }
}
