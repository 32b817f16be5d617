// SPDX-License-Identifier: MIT

import Glibc
import SystemPackage

/// Writes files so that nobody ever sees half of one.
enum AtomicFile {
  /// Writes a file beside its place and then renames it.
  static func write(_ bytes: [UInt8], to path: FilePath) throws(Errno) {
    let temporary = FilePath("\(path).\(getpid()).tmp")
    do {
      let descriptor = try FileDescriptor.open(
        temporary, .writeOnly, options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
    } catch {
      unsafe unlink(temporary.string)
      throw error as? Errno ?? .ioError
    }
    guard unsafe rename(temporary.string, path.string) == 0 else {
      let error = Errno(rawValue: errno)
      unsafe unlink(temporary.string)
      throw error
    }
  }
}
