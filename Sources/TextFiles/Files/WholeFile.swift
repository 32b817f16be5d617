// SPDX-License-Identifier: MIT

import Glibc
package import SystemPackage

/// A file that gets its name only once it is whole.
///
/// It is written under another name in the same directory, one that nobody can
/// guess and that is neither a link nor there before; unless it is committed,
/// nothing is left of it. What isn't a regular file, such as a pipe or
/// `/dev/null`, is written to in place: another file in its stead is not what
/// anybody wants.
package struct WholeFile: ~Copyable {
  /// Where to write.
  package let descriptor: FileDescriptor

  private let path: FilePath

  private var isOpen = true

  /// The name until then; `nil` if the file has its name.
  private var temporaryPath: FilePath?

  /// Creates the file under its other name.
  ///
  /// A file that it replaces hands its permissions down.
  ///
  /// - Parameter permissions: Those of a new file, before the umask.
  package init(
    _ path: FilePath, permissions: FilePermissions = Self.readable
  ) throws(Errno) {
    let old = try Self.old(path)
    if try Self.isWrittenInPlace(path, old) {
      descriptor = try Self.open(path, [.closeOnExec])
    } else {
      let mode = old.map { $0.permissions.rawValue & 0o777 }
      (descriptor, temporaryPath) = try Self.createTemporary(beside: path, permissions, mode)
    }
    self.path = path
  }

  deinit {
    if isOpen { try? descriptor.close() }
    if let temporaryPath {
      temporaryPath.unlink()
      Leftovers.forget(temporaryPath)
    }
  }

  /// Closes the file and gives it its name, in place of any other file that has it.
  ///
  /// Some file systems tell only then that what was written is lost.
  package consuming func commit() throws(Errno) {
    isOpen = false
    try Errno.only { try descriptor.close() }
    guard let temporaryPath else { return }
    try temporaryPath.rename(to: path)
    Leftovers.forget(temporaryPath)
    self.temporaryPath = nil
  }
}

extension WholeFile {
  /// What everybody may read as far as the umask lets them.
  package static var readable: FilePermissions {
    [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
  }

  /// What may also be run, such as a library.
  package static var executable: FilePermissions {
    [.ownerReadWriteExecute, .groupReadWriteExecute, .otherReadWriteExecute]
  }

  /// Writes a file.
  ///
  /// - Parameter isDurable: Whether it is on the disk before it gets its name, so
  ///   that a machine that fails leaves it whole too.
  package static func write(
    _ bytes: some Sequence<UInt8>, to path: FilePath,
    permissions: FilePermissions = Self.readable, isDurable: Bool = false
  ) throws(Errno) {
    let file = try WholeFile(path, permissions: permissions)
    try Errno.only {
      try file.descriptor.writeAll(bytes)
      if isDurable, fsync(file.descriptor.rawValue) != 0 { throw Errno(rawValue: errno) }
    }
    try file.commit()
  }

  /// Copies a file.
  package static func copy(
    _ source: FilePath, to path: FilePath, permissions: FilePermissions = Self.readable
  ) throws(Errno) {
    let file = try WholeFile(path, permissions: permissions)
    try Errno.only {
      let descriptor = try FileDescriptor.open(source, .readOnly, options: .closeOnExec)
      try descriptor.closeAfter {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
          let count = try unsafe piece.withUnsafeMutableBytes { buffer in
            try unsafe descriptor.read(into: buffer)
          }
          guard count > 0 else { break }
          try file.descriptor.writeAll(piece[..<count])
        }
      }
    }
    try file.commit()
  }

  /// Tries whether a file could be written, without leaving anything behind.
  package static func check(_ path: FilePath) throws(Errno) {
    guard try !isWrittenInPlace(path, old(path)) else { return }
    _ = try WholeFile(path)
  }

  /// What has the name already.
  ///
  /// - Throws: If nothing can have it. The file under the other name could be had, and
  ///   all that is written to it would be lost in the end.
  private static func old(_ path: FilePath) throws(Errno) -> Stat? {
    guard !path.isEmpty else { throw .noSuchFileOrDirectory }
    do {
      return try path.stat()
    } catch .fileNameTooLong {
      throw .fileNameTooLong
    } catch {
      return nil
    }
  }

  private static func isWrittenInPlace(_ path: FilePath, _ old: Stat?) throws(Errno) -> Bool {
    // What can't be looked at isn't there, or opening it will tell why.
    guard let old else { return false }
    guard old.type != .directory else { throw .isDirectory }
    // `/dev/stdout` and the like are descriptors, whatever they lead to.
    return old.type != .regular || path.starts(with: "/dev")
  }

  /// Creates a file under a name of its own, which `Leftovers` knows.
  private static func createTemporary(
    beside path: FilePath, _ permissions: FilePermissions, _ mode: CInterop.Mode?
  ) throws(Errno) -> (FileDescriptor, FilePath?) {
    let directory = path.removingLastComponent()
    while true {
      // Independent of the other name, which may be as long as names can be.
      let temporaryPath = directory.appending(".automovable-\(String.random).tmp")
      Leftovers.remember(temporaryPath)
      do throws(Errno) {
        let descriptor = try open(
          temporaryPath, [.create, .exclusiveCreate, .noFollow, .closeOnExec], permissions)
        // Nobody minds if the file system has no such permissions.
        if let mode { _ = fchmod(descriptor.rawValue, mode) }
        return (descriptor, temporaryPath)
      } catch {
        Leftovers.forget(temporaryPath)
        guard error == .fileExists else { throw error }
      }
    }
  }

  private static func open(
    _ path: FilePath, _ options: FileDescriptor.OpenOptions,
    _ permissions: FilePermissions = Self.readable
  ) throws(Errno) -> FileDescriptor {
    try Errno.only {
      try FileDescriptor.open(
        path, .writeOnly, options: options, permissions: permissions)
    }
  }
}

extension String {
  /// Thirteen letters and digits that nobody can guess.
  static var random: String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 36)
    return String(repeating: "0", count: 13 - digits.count) + digits
  }
}
