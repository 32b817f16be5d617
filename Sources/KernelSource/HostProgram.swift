// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// A program of the system that runs to its end.
struct HostProgram {
  /// Its name, to be looked up on `PATH`.
  let name: String

  /// Runs the program, which is to say things in English.
  ///
  /// - Parameters:
  ///   - input: A file that is its standard input; otherwise that is empty.
  ///   - scratch: Where the files `output` and `errors` get what it writes.
  /// - Throws: `KernelSourceError`, with what it said if it failed.
  func run(
    _ arguments: [String], in directory: String? = nil, input: String? = nil,
    scratch: TemporaryFolder
  ) throws(KernelSourceError) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["LC_ALL": "C", "LANGUAGE": "C"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    if let input {
      guard let file = FileHandle(forReadingAtPath: input) else {
        throw .file(path: input, reason: "cannot be read")
      }
      process.standardInput = file
    }
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    // Files rather than pipes, so that neither side waits for the other.
    process.standardOutput = try Self.newFile("output", in: scratch)
    process.standardError = try Self.newFile("errors", in: scratch)
    do {
      try Leftovers.start {
        try process.run()
        return process.processIdentifier
      }
    } catch {
      throw .noProgram(name)
    }
    process.waitUntilExit()
    Leftovers.forget(process: process.processIdentifier)
    // What env says about a program that isn't there.
    if process.terminationStatus == 127 { throw .noProgram(name) }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      // Some say it here, some there.
      let reason = try Self.text("errors", in: scratch)
      let text = reason.isEmpty ? try Self.text("output", in: scratch) : reason
      throw .failed(program: name, text: text)
    }
  }

  /// Runs the program and gives what it wrote to standard output.
  func output(
    of arguments: [String], scratch: TemporaryFolder
  ) throws(KernelSourceError) -> String {
    try run(arguments, scratch: scratch)
    return try Self.text("output", in: scratch)
  }

  private static func newFile(
    _ name: String, in scratch: TemporaryFolder
  ) throws(KernelSourceError) -> FileHandle {
    try scratch.write(source: [], to: name)
    guard let file = FileHandle(forWritingAtPath: scratch.file(name)) else {
      throw .unwritable(path: scratch.file(name), reason: "cannot be written")
    }
    return file
  }

  private static func text(
    _ name: String, in scratch: TemporaryFolder
  ) throws(KernelSourceError) -> String {
    String(decoding: try scratch.path.appending(name).source(), as: UTF8.self)
  }
}
