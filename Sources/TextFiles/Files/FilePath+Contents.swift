// SPDX-License-Identifier: MIT

package import SystemPackage

extension FilePath {
  /// The bytes of a file, of which there must be no more than a limit.
  ///
  /// - Parameter waits: Whether to wait for who writes to a pipe; otherwise one that
  ///   nobody writes to is as good as empty.
  /// - Throws: What opening or reading gives, or `fileTooLarge`.
  package func contents(atMost limit: Int, waits: Bool = false) throws(Errno) -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      let descriptor = try FileDescriptor.open(
        self, .readOnly, options: waits ? .closeOnExec : [.closeOnExec, .nonBlocking])
      try descriptor.closeAfter {
        var piece = [UInt8](repeating: 0, count: min(limit + 1, 1 << 16))
        while bytes.count <= limit {
          let count = try unsafe piece.withUnsafeMutableBytes { buffer in
            try unsafe descriptor.read(into: buffer)
          }
          guard count > 0 else { break }
          bytes += piece[..<count]
        }
      }
    } catch {
      throw error as? Errno ?? .ioError
    }
    guard bytes.count <= limit else { throw .fileTooLarge }
    return bytes
  }
}
