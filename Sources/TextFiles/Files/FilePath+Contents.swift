// SPDX-License-Identifier: MIT

package import SystemPackage

extension FilePath {
  /// The bytes of a file, of which there must be no more than a limit.
  ///
  /// - Parameter waits: Whether to wait for who writes to a pipe; otherwise one that
  ///   nobody writes to is as good as empty.
  /// - Throws: What opening or reading gives, or `fileTooLarge`.
  package func contents(atMost limit: Int, waits: Bool = false) throws(Errno) -> [UInt8] {
    try Errno.only {
      let descriptor = try FileDescriptor.open(
        self, .readOnly, options: waits ? .closeOnExec : [.closeOnExec, .nonBlocking])
      return try descriptor.closeAfter { try descriptor.contents(atMost: limit) }
    }
  }
}

extension FileDescriptor {
  /// The bytes that are still to be read, of which there must be no more than a limit.
  ///
  /// - Throws: What reading gives, or `fileTooLarge`.
  package func contents(atMost limit: Int) throws(Errno) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(limit + 1, 1 << 16))
    try Errno.only {
      while bytes.count <= limit {
        let count = try unsafe piece.withUnsafeMutableBytes { buffer in
          try unsafe read(into: buffer)
        }
        guard count > 0 else { break }
        bytes += piece[..<count]
      }
    }
    guard bytes.count <= limit else { throw .fileTooLarge }
    return bytes
  }
}
