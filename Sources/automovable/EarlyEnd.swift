// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// Sees to it that the program ends with a status of its own.
///
/// A library that is loaded into it may call `exit(0)`, which would look like
/// success. Status 0 counts only if the command came to its end.
enum EarlyEnd {
  private static let isExpected = Atomic<Bool>(false)

  /// Makes an exit that is not expected a failure from now on.
  static func refuse() {
    _ = atexit { EarlyEnd.check() }
    _ = at_quick_exit { EarlyEnd.check() }
  }

  /// Says that the command is done, and that the program may end.
  static func expect() { isExpected.store(true, ordering: .sequentiallyConsistent) }

  private static func check() {
    guard !isExpected.load(ordering: .sequentiallyConsistent) else { return }
    StandardError.print("automovable: a library ended the program before it was done")
    _exit(EX_SOFTWARE)
  }
}
