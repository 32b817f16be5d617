// SPDX-License-Identifier: MIT

/// A file that is one JSON text, over as many lines as it likes.
package struct JSONDocument: Sendable {
  /// The file's name for messages.
  package let file: String

  private let bytes: [UInt8]

  /// Takes a text that was read from a file.
  package init(file: String, _ bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// Decodes the text, which holds one value and nothing else.
  ///
  /// - Throws: What is wrong, with its line and field.
  package func decode<Value>(
    _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(InputError) -> Value {
    do throws(JSONError) {
      var reader = JSONReader(bytes.span)
      let value = try body(&reader)
      try reader.finish()
      return value
    } catch {
      throw located(error)
    }
  }

  private func located(_ error: JSONError) -> InputError {
    // A string has no line's end in it, so all of them count.
    let line = 1 + bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
    return InputError(
      file: file, line: line,
      field: JSONPath(to: error.offset, in: bytes.span).description, message: error.message)
  }
}
