// SPDX-License-Identifier: MIT

import Glibc
package import SystemPackage

/// A file that gets its name only once it is whole.
///
/// It is written under another name in the same directory; unless it is
/// committed, nothing is left of it. What isn't a regular file, such as a pipe
/// or `/dev/null`, is written to in place: another file in its stead is not
/// what anybody wants.
package struct WholeFile: ~Copyable {
  /// Where to write.
  package let descriptor: FileDescriptor

  private let path: FilePath

  /// The name until then; `nil` if the file has its name.
  private var temporaryPath: FilePath?

  /// Creates the file under its other name.
  package init(_ path: FilePath) throws(Errno) {
    self.path = path
    guard try !Self.isWrittenInPlace(path) else {
      descriptor = try Self.open(path, [.closeOnExec])
      return
    }
    let temporaryPath = FilePath("\(path).\(getpid()).tmp")
    descriptor = try Self.open(temporaryPath, [.create, .truncate, .closeOnExec])
    self.temporaryPath = temporaryPath
  }

  deinit {
    try? descriptor.close()
    temporaryPath?.unlink()
  }

  /// Gives the file its name, in place of any other file that has it.
  package consuming func commit() throws(Errno) {
    guard let temporaryPath else { return }
    try temporaryPath.rename(to: path)
    self.temporaryPath = nil
  }
}

extension WholeFile {
  /// Writes a file.
  package static func write(
    _ bytes: some Sequence<UInt8>, to path: FilePath
  ) throws(Errno) {
    let file = try WholeFile(path)
    do {
      try file.descriptor.writeAll(bytes)
    } catch {
      throw error as? Errno ?? .ioError
    }
    try file.commit()
  }

  /// Tries whether a file could be written, without leaving anything behind.
  package static func check(_ path: FilePath) throws(Errno) {
    guard try !isWrittenInPlace(path) else { return }
    _ = try WholeFile(path)
  }

  private static func isWrittenInPlace(_ path: FilePath) throws(Errno) -> Bool {
    // What can't be looked at isn't there, or opening it will tell why.
    guard let type = try? path.stat().type else { return false }
    guard type != .directory else { throw .isDirectory }
    return type != .regular
  }

  private static func open(
    _ path: FilePath, _ options: FileDescriptor.OpenOptions
  ) throws(Errno) -> FileDescriptor {
    do {
      return try FileDescriptor.open(
        path, .writeOnly, options: options,
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    } catch {
      throw error as? Errno ?? .ioError
    }
  }
}
