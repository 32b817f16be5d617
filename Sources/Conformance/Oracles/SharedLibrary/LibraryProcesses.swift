// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// The processes that answer for a library at a time, so that all can be ended:
/// one that hangs notices nothing else.
final class LibraryProcesses: Sendable {
  private struct State {
    var running: Set<pid_t> = []
    var interrupted: Set<pid_t> = []
  }

  private let state = Mutex(State())

  func add(_ pid: pid_t) { _ = state.withLock { $0.running.insert(pid) } }

  func remove(_ pid: pid_t) {
    state.withLock {
      $0.running.remove(pid)
      $0.interrupted.remove(pid)
    }
  }

  /// Whether a process was ended by `interrupt()`.
  func isInterrupted(_ pid: pid_t) -> Bool {
    state.withLock { $0.interrupted.contains(pid) }
  }

  /// Ends all of them; whoever waits for one is told so.
  func interrupt() {
    state.withLock {
      for pid in $0.running { _ = kill(pid, SIGKILL) }
      $0.interrupted = $0.running
    }
  }
}
