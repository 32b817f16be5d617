// SPDX-License-Identifier: MIT

package import SystemPackage

/// A file that is one JSON text, over as many lines as it likes.
package struct JSONDocument: Sendable {
  /// The largest file that is read, in bytes: 64 MiB.
  package static var maximumSize: Int { 64 << 20 }

  /// The file's name for messages.
  package let file: String

  private let bytes: [UInt8]

  /// Takes a text that was read from a file.
  package init(file: String, _ bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// Reads a file; `-` is standard input.
  package init(path: FilePath) throws(InputError) {
    self.init(try TextDocument(path: path, atMost: Self.maximumSize))
  }

  /// Takes a text that was read from a file.
  package init(_ text: TextDocument) { self.init(file: text.file, text.bytes) }

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
