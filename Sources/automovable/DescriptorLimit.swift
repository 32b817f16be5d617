// SPDX-License-Identifier: MIT

import ArgumentParser
import Glibc

/// The number of files that the program may have open at a time.
enum DescriptorLimit {
  /// What there must be room for, whatever the command: what signals and threads
  /// take, some files, and the pipes of a program that is started.
  private static let needed = 16

  /// Raises the limit if it is low, as far as it may be raised.
  ///
  /// The system's libraries end a program by a trap if they get no descriptor.
  ///
  /// - Throws: `ExitCode.internalFailure`, after telling why, if too few are left.
  static func check() throws {
    if isEnough { return }
    var limit = rlimit()
    if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      limit.rlim_cur = limit.rlim_max
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    if isEnough { return }
    StandardError.print(
      "automovable: too few files may be open: expected \(needed) more than there are (ulimit -n)")
    throw ExitCode.internalFailure
  }

  /// Whether that many can be opened; whoever started the program may have left
  /// some open.
  private static var isEnough: Bool {
    var descriptors: [Int32] = []
    defer { for descriptor in descriptors { close(descriptor) } }
    while descriptors.count < needed {
      let descriptor = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
      guard descriptor >= 0 else { return false }
      descriptors.append(descriptor)
    }
    return true
  }
}
