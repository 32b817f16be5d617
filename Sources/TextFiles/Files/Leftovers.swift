// SPDX-License-Identifier: MIT

import Glibc
import Synchronization
import SystemPackage

/// The files and folders that are there for a while only, and the programs that write
/// to them.
///
/// Whoever creates one takes it away again; a signal that ends the program
/// leaves them no time for it. Whoever handles the signal does it for them.
package enum Leftovers {
  private struct State {
    var paths: Set<FilePath> = []
    var processes: Set<Int32> = []
    /// Whether the program is about to end.
    var isOver = false
  }

  private static let state = Mutex(State())

  /// Notes what will be taken away; it needn't be there yet.
  static func remember(_ path: FilePath) { change { $0.paths.insert(path) } }

  /// Strikes what was taken away or is there to stay.
  static func forget(_ path: FilePath) { change { $0.paths.remove(path) } }

  /// Starts a program, which ends with this one.
  ///
  /// - Parameter body: Starts it and returns its number. Meanwhile nobody else may end.
  package static func start<Failure: Error>(
    _ body: () throws(Failure) -> Int32
  ) throws(Failure) {
    try state.withLock { state throws(Failure) in
      if !state.isOver { state.processes.insert(try body()) }
    }
    waitIfOver()
  }

  /// Strikes a program that has ended.
  package static func forget(process: Int32) { change { $0.processes.remove(process) } }

  private static func change(_ body: (inout State) -> Void) {
    state.withLock { body(&$0) }
    waitIfOver()
  }

  /// Keeps whoever would make something new, or say that something failed, until the
  /// program has ended.
  private static func waitIfOver() {
    while state.withLock({ $0.isOver }) { pause() }
  }

  /// Takes all of them away, for the program is about to end.
  package static func removeAll() {
    let (paths, processes) = state.withLock { state in
      state.isOver = true
      return (state.paths, state.processes)
    }
    for process in processes { end(process) }
    for path in paths {
      // What a program was at when it ended may come in between.
      for _ in 0..<100 where path.isThere { path.removeTree() }
    }
  }

  /// Ends a program and those that it has started, and waits for its end.
  private static func end(_ process: Int32) {
    // Programs have a group of their own as a rule.
    kill(getpgid(process) == process ? -process : process, SIGKILL)
    var info = unsafe siginfo_t()
    while unsafe waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
  }
}

extension FilePath {
  fileprivate var isThere: Bool {
    unsafe withPlatformString { unsafe access($0, F_OK) } == 0
  }
}
