// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

/// A run of the command in a terminal, where its output and its messages go.
final class TerminalRun {
  private let process = Process()
  private let terminal: Int32
  private var text = ""

  /// - Parameter noColor: The value of `NO_COLOR`, or `nil` if it isn't set.
  /// - Parameter throughShell: A command of the shell's that comes before.
  init(_ arguments: [String], noColor: String? = nil, throughShell: String? = nil) throws {
    var (terminal, commandEnd): (Int32, Int32) = (-1, -1)
    try #require(unsafe openpty(&terminal, &commandEnd, nil, nil, nil) == 0)
    self.terminal = terminal
    // The command is to have its end alone.
    _ = fcntl(terminal, F_SETFD, FD_CLOEXEC)
    let handle = FileHandle(fileDescriptor: commandEnd, closeOnDealloc: true)
    process.executableURL = try CommandRun.executable
    process.arguments = arguments
    if let throughShell {
      process.arguments =
        ["-c", #"\#(throughShell); exec "$0" "$@""#, try CommandRun.executable.path] + arguments
      process.executableURL = URL(filePath: "/bin/sh")
    }
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "NO_COLOR" }
    process.environment?["NO_COLOR"] = noColor
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    // So that the command's end is the end of the text.
    try handle.close()
  }

  deinit { close(terminal) }

  /// Waits until the command shows something.
  func waitForText() throws {
    let isThere = try read()
    try #require(isThere, "the command ended without a sign of life")
  }

  /// Waits until the command, or what it started, has shown some text.
  func wait(for expected: String) throws {
    while !text.contains(expected) {
      let isThere = try read()
      try #require(isThere, "the command ended without \(expected)")
    }
  }

  /// Whether the command hasn't ended yet.
  var isRunning: Bool { process.isRunning }

  /// The signals that the command ignores, as bits from that of signal 1 on.
  var ignoredSignals: UInt64? {
    let status = try? String(
      contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    return status?.firstMatch(of: #/SigIgn:\s*([0-9a-f]+)/#).flatMap { UInt64($0.1, radix: 16) }
  }

  /// Sends a signal; without another, what Ctrl-C sends.
  func interrupt(_ signal: Int32 = SIGINT) { kill(process.processIdentifier, signal) }

  /// Waits for the command's end.
  ///
  /// - Returns: Its status and all that it showed.
  func end() throws -> (status: Int32, text: String) {
    while try read() {}
    process.waitUntilExit()
    let status =
      process.terminationReason == .exit
      ? process.terminationStatus : -process.terminationStatus
    return (status, text.replacing("\r\n", with: "\n"))
  }

  /// Reads some text; returns whether there was any before the end.
  private func read() throws -> Bool {
    var poll = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    try #require(unsafe Glibc.poll(&poll, 1, 300_000) == 1, "nothing is shown")
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.read(terminal, $0.baseAddress, $0.count)
    }
    // When nobody has the terminal any more, this is an error.
    guard count > 0 else { return false }
    text += String(decoding: buffer[..<count], as: UTF8.self)
    return true
  }
}
