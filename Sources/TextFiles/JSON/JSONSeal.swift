// SPDX-License-Identifier: MIT

/// The last field of an object that nobody is to change: a digest of all bytes before it.
///
/// It tells what was damaged or edited, not what somebody made to look whole.
private enum JSONSeal {
  static var name: StaticString { "digest" }

  /// What is written between the field before it and its value.
  static var between: StaticString { ",\"digest\":" }

  static func value(of bytes: Span<UInt8>) -> UInt64 {
    var digest = TextDigest()
    digest.add(bytes)
    return digest.value
  }
}

extension JSONWriter {
  /// Ends an object, the only one of its file, with its digest.
  package mutating func endSealedObject() {
    let digest = JSONSeal.value(of: bytes.span)
    name(JSONSeal.name)
    value("0x" + String(digest, radix: 16))
    endObject()
    endLine()
  }
}

extension JSONReader {
  /// Reads the digest that an object ends with, its name having been read.
  ///
  /// - Throws: If it isn't that of the bytes before it, or isn't the last field.
  package mutating func expectSeal() throws(JSONError) {
    let end = max(position - JSONSeal.between.utf8CodeUnitCount, 0)
    let digest = JSONSeal.value(of: bytes.extracting(0..<end))
    _ = peek()
    let start = position
    guard try address() == digest, peek() == UInt8(ascii: "}") else {
      throw invalid("not of what the file says: it was changed or damaged", at: start)
    }
  }
}
