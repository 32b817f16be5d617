// SPDX-License-Identifier: MIT

import Glibc
import SystemPackage

/// A process that answers for a library, and may die of it.
final class LibraryProcess {
  /// How long an answer may take before the process is taken to hang.
  static let patience: Duration = .seconds(30)

  /// Why there is no answer.
  enum Failure: Error {
    /// The process ended; by a signal, or of itself if that is 0.
    case ended(signal: Int32)
    /// It took too long and was ended.
    case hung
    /// Somebody ended it who wants no more answers.
    case interrupted
  }

  private let pid: pid_t
  private let channel: LibraryChannel
  private let processes: LibraryProcesses
  private var isReaped = false

  /// Starts a process that serves a library on its descriptor 3.
  ///
  /// - Parameter processes: Those that it belongs to.
  init(_ command: [String], among processes: LibraryProcesses) throws(Errno) {
    let (ours, theirs) = try LibraryChannel.pair(patience: Self.patience)
    defer { theirs.close() }
    // The process's standard output is our standard error, so that what a
    // library prints isn't taken for our output.
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(
      &actions, theirs.descriptor.rawValue, LibraryServer.descriptor.rawValue)
    var arguments = unsafe command.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer {
      for index in unsafe arguments.indices { unsafe free(arguments[index]) }
    }
    // A crash is expected, so nobody is to examine it.
    var environment = unsafe Self.environment.map { unsafe strdup($0) }
    unsafe environment.append(nil)
    defer {
      for index in unsafe environment.indices { unsafe free(environment[index]) }
    }
    var pid: pid_t = 0
    let status = unsafe posix_spawn(
      &pid, command[0], &actions, nil, arguments, environment)
    guard status == 0 else {
      ours.close()
      throw Errno(rawValue: status)
    }
    self.pid = pid
    self.processes = processes
    channel = ours
    processes.add(pid)
  }

  /// This process's environment with Swift's backtraces off.
  private static var environment: [String] {
    var environment: [String] = []
    var next = unsafe environ
    while let text = unsafe next.pointee {
      let variable = unsafe String(cString: text)
      if !variable.hasPrefix("SWIFT_BACKTRACE=") { environment.append(variable) }
      unsafe next += 1
    }
    return environment + ["SWIFT_BACKTRACE=enable=no"]
  }

  /// Sends bytes and waits for a number of them.
  func exchange(
    _ request: [UInt8], replyCount: Int
  ) throws(Failure) -> [UInt8] {
    do {
      try channel.send(request)
      return try channel.receive(replyCount)
    } catch .resourceTemporarilyUnavailable {
      _ = end()
      throw .hung
    } catch {
      let isInterrupted = processes.isInterrupted(pid)
      let signal = end()
      throw isInterrupted ? .interrupted : .ended(signal: signal)
    }
  }

  /// Sees to the end of the process; returns the signal that caused it, or 0.
  private func end() -> Int32 {
    guard !isReaped else { return 0 }
    isReaped = true
    // Before its number may mean another one.
    processes.remove(pid)
    // One that is ending already keeps its own signal.
    _ = kill(pid, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) == -1, errno == EINTR {}
    // The low bits of a status: a signal's number, or 0 for an exit.
    return status & 0x7F
  }

  deinit {
    channel.close()
    _ = end()
  }
}
