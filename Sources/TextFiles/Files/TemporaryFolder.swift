// SPDX-License-Identifier: MIT

import Glibc
package import SystemPackage

/// A folder of one's own that is gone, with all it holds, when nobody uses it
/// any more.
package final class TemporaryFolder: Sendable {
  /// Where it is.
  package let path: FilePath

  /// Creates a folder, in `TMPDIR` or `/tmp`, that nobody else may look into.
  package init() throws(Errno) {
    let base = unsafe getenv("TMPDIR").map { unsafe FilePath(platformString: $0) }
    // A socket's path is at most 107 bytes long, so the name is short.
    path = (base ?? "/tmp").appending("automovable-\(String.random)")
    Leftovers.remember(path)
    do throws(Errno) {
      try path.createFolder(mode: 0o700)
    } catch {
      Leftovers.forget(path)
      throw error
    }
  }

  deinit {
    path.removeTree()
    Leftovers.forget(path)
  }
}

extension TemporaryFolder {
  /// The path of a file in it.
  package func file(_ name: String) -> String { path.appending(name).string }

  /// Writes a file, in folders that are made if need be.
  ///
  /// - Returns: The file's path.
  @discardableResult
  package func write(
    _ bytes: some Sequence<UInt8>, to name: String
  ) throws(Errno) -> String {
    let file = path.appending(name)
    try file.removingLastComponent().createFolders()
    try Errno.only {
      let descriptor = try FileDescriptor.open(
        file, .writeOnly, options: [.create, .truncate, .noFollow, .closeOnExec],
        permissions: .ownerReadWrite)
      _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
    }
    return file.string
  }
}
