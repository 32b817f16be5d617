// SPDX-License-Identifier: MIT

package import SystemPackage

/// A text file as a whole, for what is short by its nature.
package struct TextDocument: Sendable {
  /// The file's name for messages.
  package let file: String

  /// What is in it.
  package let bytes: [UInt8]

  /// Takes a text that was read from a file.
  package init(file: String, _ bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// Reads a file; `-` is standard input.
  ///
  /// - Parameter limit: The most bytes that it may have.
  package init(path: FilePath, atMost limit: Int) throws(InputError) {
    let isInput = path == "-"
    let file = isInput ? "<stdin>" : path.string
    do throws(Errno) {
      let bytes =
        isInput
        ? try FileDescriptor.standardInput.contents(atMost: limit)
        : try path.contents(atMost: limit, waits: true)
      self.init(file: file, bytes)
    } catch .fileTooLarge {
      throw InputError(file: file, message: "longer than \(limit) bytes")
    } catch {
      throw InputError(file: file, message: "cannot be read: \(error)")
    }
  }
}

extension TextDocument {
  /// Calls a function for each line, without its end, and its number, counted
  /// from 1. What isn't UTF-8 is replaced.
  package func forEachLine<Failure: Error>(
    _ body: (String, Int) throws(Failure) -> Void
  ) throws(Failure) {
    var start = 0
    var number = 1
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      try body(String(decoding: bytes[start..<end], as: UTF8.self), number)
      start = end + 1
      number += 1
    }
  }

  /// The first line, without its end; empty if there is none.
  package var firstLine: String {
    String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// An error of a line.
  package func error(line: Int, _ message: String) -> InputError {
    InputError(file: file, line: line, message: message)
  }
}
