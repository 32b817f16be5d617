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
  /// - Parameter input: A file that is its standard input; otherwise that is empty.
  /// - Returns: What it wrote to standard output.
  /// - Throws: `KernelSourceError`, with what it said if it failed.
  @discardableResult
  func run(
    _ arguments: [String], in directory: String? = nil, input: String? = nil,
    scratch: TemporaryFolder
  ) throws(KernelSourceError) -> String {
    // Files rather than pipes, so that neither side waits for the other.
    let output = scratch.file("output")
    let errors = scratch.file("errors")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["LC_ALL": "C", "LANGUAGE": "C"]) { $1 }
    process.standardInput =
      input.flatMap { FileHandle(forReadingAtPath: $0) } ?? FileHandle.nullDevice
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    do {
      for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
      process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
      process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
      try Leftovers.start {
        try process.run()
        return process.processIdentifier
      }
    } catch {
      throw .noProgram(name)
    }
    process.waitUntilExit()
    Leftovers.forget(process: process.processIdentifier)
    func text(_ path: String) -> String {
      String(
        decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
    // What env says about a program that isn't there.
    if process.terminationStatus == 127 { throw .noProgram(name) }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      // Some say it here, some there.
      let reason = text(errors)
      throw .failed(program: name, text: reason.isEmpty ? text(output) : reason)
    }
    return text(output)
  }
}
