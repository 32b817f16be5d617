// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// Sees to it that the program ends with a status of its own.
///
/// A library that is loaded into it may call `exit(0)` or `_exit(0)`, which would
/// look like success. Status 0 counts only if the command came to its end.
enum EarlyEnd {
  /// The process in which an end is refused, or 0: a child that a library forks may
  /// end as it likes.
  private static let process = Atomic<Int32>(0)

  /// Makes an exit that is not expected a failure from now on.
  static func refuse() {
    process.store(getpid(), ordering: .sequentiallyConsistent)
    _ = atexit { EarlyEnd.check() }
    _ = at_quick_exit { EarlyEnd.check() }
  }

  /// Says that the command is done, and that the program may end.
  static func expect() { process.store(0, ordering: .sequentiallyConsistent) }

  private static func check() {
    guard isRefused else { return }
    endAtOnce(EX_SOFTWARE)
  }

  private static var isRefused: Bool {
    process.load(ordering: .sequentiallyConsistent) == getpid()
  }

  /// Ends the program without ado, with a status that says so if it is early.
  fileprivate static func endAtOnce(_ status: Int32) -> Never {
    guard isRefused else { quick_exit(status) }
    expect()
    StandardError.print("automovable: a library ended the program before it was done")
    quick_exit(EX_SOFTWARE)
  }
}

/// Takes the place of the C library's function, for libraries that are loaded: it
/// runs no handler that could notice it.
@_cdecl("_exit") public func exitAtOnce(_ status: Int32) -> Never { EarlyEnd.endAtOnce(status) }

/// The same by its name in the C standard.
@_cdecl("_Exit") public func exitAtOnceByStandard(_ status: Int32) -> Never {
  EarlyEnd.endAtOnce(status)
}
