// SPDX-License-Identifier: MIT

// All of it is cold and kept out of the way of the code that reads.

extension JSONReader {
  /// The error of something else than expected at the position.
  @inline(never)
  public func expected(_ expectation: StaticString) -> JSONError {
    expected("\(expectation)", at: position)
  }

  /// The error of something else than expected.
  @inline(never)
  public func expected(_ expectation: String, at offset: Int) -> JSONError {
    JSONError(
      offset: offset, message: "expected \(expectation), found \(token(at: offset))")
  }

  /// The error of something that must not be.
  @inline(never)
  public func invalid(_ message: String, at offset: Int) -> JSONError {
    JSONError(offset: offset, message: message)
  }

  /// The error of a value that isn't an integer in a range.
  @inline(never)
  public func notAnInteger<Bound: FixedWidthInteger>(
    at offset: Int, in range: ClosedRange<Bound>
  ) -> JSONError {
    expected("an integer in \(range.lowerBound)...\(range.upperBound)", at: offset)
  }
}

extension JSONReader {
  /// How an error names the token at a position.
  private func token(at start: Int) -> String {
    guard start < bytes.count else { return "the end of the line" }
    switch bytes[start] {
    case UInt8(ascii: "{"): return "an object"
    case UInt8(ascii: "["): return "a list"
    case UInt8(ascii: "\""):
      var reader = copy self
      reader.position = start
      guard let string = try? reader.string() else { return "a broken string" }
      let end = min(string.range.upperBound, string.range.lowerBound + 40)
      return text(start..<end) + (end < string.range.upperBound ? "..." : "\"")
    case let byte where byte.isWordPart:
      var end = start
      while end < bytes.count, end - start < 40, bytes[end].isWordPart { end += 1 }
      let isWhole = end == bytes.count || !bytes[end].isWordPart
      return text(start..<end) + (isWhole ? "" : "...")
    case let byte where byte > 0x20 && byte < 0x7F:
      return "'\(Character(Unicode.Scalar(byte)))'"
    default:
      return "the byte 0x" + String(bytes[start], radix: 16, uppercase: true)
    }
  }

  /// A part of the text, in one line.
  func text(_ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    for index in range { copy.append(bytes[index]) }
    return String(decoding: copy, as: UTF8.self).visible
  }
}

extension UInt8 {
  /// Whether a number or a word goes on with this byte.
  fileprivate var isWordPart: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"):
      true
    default: false
    }
  }
}
