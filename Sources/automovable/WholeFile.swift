// SPDX-License-Identifier: MIT

import Glibc
import SystemPackage

/// A file that gets its name only once it is whole.
///
/// It is written under another name in the same folder; unless it is
/// committed, nothing is left of it.
struct WholeFile: ~Copyable {
  /// Where to write.
  let descriptor: FileDescriptor

  private let name: String
  private let temporaryName: String
  private var isCommitted = false

  /// Creates the file under its other name.
  init(_ name: String) throws(OutputBuffer.Failure) {
    self.name = name
    temporaryName = "\(name).\(getpid()).tmp"
    do {
      descriptor = try FileDescriptor.open(
        FilePath(temporaryName), .writeOnly,
        options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    } catch let errno as Errno {
      throw OutputBuffer.Failure(file: name, errno: errno)
    } catch {
      throw OutputBuffer.Failure(file: name, errno: .ioError)
    }
  }

  deinit {
    try? descriptor.close()
    if !isCommitted { _ = unsafe unlink(temporaryName) }
  }

  /// Gives the file its name, in place of any other file that has it.
  consuming func commit() throws(OutputBuffer.Failure) {
    guard unsafe rename(temporaryName, name) == 0 else {
      throw OutputBuffer.Failure(file: name, errno: Errno(rawValue: errno))
    }
    isCommitted = true
  }
}
