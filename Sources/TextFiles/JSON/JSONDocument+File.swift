// SPDX-License-Identifier: MIT

package import SystemPackage

extension JSONDocument {
  /// The largest file that is read, in bytes: 64 MiB.
  package static var maximumSize: Int { 64 << 20 }

  /// Reads a file; `-` is standard input.
  package init(path: FilePath) throws(InputError) {
    self.init(try TextDocument(path: path, atMost: Self.maximumSize))
  }

  /// Takes a text that was read from a file.
  package init(_ text: TextDocument) { self.init(file: text.file, text.bytes) }
}
