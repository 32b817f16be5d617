// SPDX-License-Identifier: MIT

import SystemPackage

/// A file that is read as a whole; `-` is standard input.
package struct FileContent {
  /// The file's name for messages.
  package let name: String

  /// What is in it.
  package let bytes: [UInt8]

  /// The largest file that is read, in bytes: 64 MiB.
  package static var maximumSize: Int { 64 << 20 }

  /// Reads a file.
  package init(path: String) throws(InputError) {
    name = path == "-" ? "<stdin>" : path
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    do {
      let descriptor =
        path == "-"
        ? try FileDescriptor.standardInput.duplicate()
        : try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
      try descriptor.closeAfter {
        while bytes.count <= Self.maximumSize {
          let count = try unsafe piece.withUnsafeMutableBytes { buffer in
            try unsafe descriptor.read(into: buffer)
          }
          guard count > 0 else { break }
          bytes += piece[..<count]
        }
      }
    } catch {
      throw InputError(file: name, message: "cannot be read: \(error)")
    }
    guard bytes.count <= Self.maximumSize else {
      throw InputError(file: name, message: "longer than \(Self.maximumSize) bytes")
    }
    self.bytes = bytes
  }
}
