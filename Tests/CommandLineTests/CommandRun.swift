// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// A finished run of the built command.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  /// The command that was built with these tests, beside them.
  static var executable: URL {
    get throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/exe")
      return URL(filePath: tests).deletingLastPathComponent()
        .appending(path: "automovable")
    }
  }

  /// Runs the command to its end.
  ///
  /// Input and output are files, so that neither side waits for the other.
  ///
  /// - Parameter environment: Variables that are added, or taken instead.
  init(
    _ arguments: [String], input: String = "", in directory: URL? = nil,
    environment: [String: String] = [:]
  ) throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = try Self.executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = directory }
    process.standardInput = try FileHandle(
      forReadingFrom: folder.write(input, to: "input"))
    let output = try folder.write("", to: "output")
    let errors = try folder.write("", to: "errors")
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    status =
      process.terminationReason == .exit
      ? process.terminationStatus : -process.terminationStatus
    self.output = try String(contentsOf: output, encoding: .utf8)
    self.errors = try String(contentsOf: errors, encoding: .utf8)
  }
}
