// SPDX-License-Identifier: MIT

extension JSONReader {
  /// Reads a value by what decodes a text of its own.
  package mutating func part<Value>(
    _ decode: (Span<UInt8>) throws(JSONError) -> Value
  ) throws(JSONError) -> Value {
    _ = peek()
    let start = position
    try skipValue()
    do throws(JSONError) {
      return try decode(bytes.extracting(start..<position))
    } catch {
      throw JSONError(offset: start + error.offset, message: error.message)
    }
  }
}
