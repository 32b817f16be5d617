// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

/// A run of the command that is asked piece by piece.
final class Conversation {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init(_ arguments: [String]) throws {
    process.executableURL = try CommandRun.executable
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// Sends lines and waits for so many bytes of answers.
  ///
  /// The lines are sent from another thread: the command may stop reading
  /// until its answers are taken.
  func ask(_ lines: Data, answerBytes: Int) throws {
    let handle = input.fileHandleForWriting
    let writer = Thread { try? handle.write(contentsOf: lines) }
    writer.start()
    var rest = answerBytes
    while rest > 0 {
      try waitForOutput()
      let data = try #require(
        try output.fileHandleForReading.read(upToCount: rest),
        "the command ended too early")
      rest -= data.count
    }
  }

  /// Waits for output rather than for ever, which a command that keeps its
  /// answers back would make it.
  private func waitForOutput() throws {
    var poll = pollfd(
      fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN),
      revents: 0)
    try #require(unsafe Glibc.poll(&poll, 1, 60_000) == 1, "no answer comes")
  }

  /// The most memory that the command has had resident so far, in bytes.
  ///
  /// It waits for a question then, so it is there to be asked about.
  var peakMemory: Int {
    get throws {
      let status = try String(
        contentsOfFile: "/proc/\(process.processIdentifier)/status",
        encoding: .utf8)
      let match = try #require(status.firstMatch(of: /VmHWM:\s*(\d+) kB/))
      return try #require(Int(match.1)) * 1024
    }
  }

  /// How many threads the command has now.
  var threadCount: Int {
    get throws {
      try FileManager.default.contentsOfDirectory(
        atPath: "/proc/\(process.processIdentifier)/task"
      ).count
    }
  }

  /// Ends the input and waits for the command's end.
  func end() throws -> Int32 {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
