// SPDX-License-Identifier: MIT

package import SystemPackage

extension JSONDocument {
  /// The largest file that is read, in bytes: 64 MiB.
  package static var maximumSize: Int { 64 << 20 }

  /// Reads a file.
  package init(path: FilePath) throws(InputError) {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    do {
      let descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
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
      throw InputError(file: path.string, message: "cannot be read: \(error)")
    }
    guard bytes.count <= Self.maximumSize else {
      throw InputError(file: path.string, message: "longer than \(Self.maximumSize) bytes")
    }
    self.init(file: path.string, bytes)
  }
}
