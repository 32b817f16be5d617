// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Runs a program to its end and returns what it printed.
///
/// Output goes to a file, so that neither side waits for the other.
@discardableResult
func run(_ program: String, _ arguments: [String], in folder: URL? = nil) throws -> String {
  let scratch = try TemporaryFolder()
  let output = try scratch.write("", to: "output")
  let errors = try scratch.write("", to: "errors")
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.currentDirectoryURL = folder
  process.standardOutput = try FileHandle(forWritingTo: output)
  process.standardError = try FileHandle(forWritingTo: errors)
  try process.run()
  process.waitUntilExit()
  let text = try String(contentsOf: output, encoding: .utf8)
  let complaint = try String(contentsOf: errors, encoding: .utf8)
  try #require(
    process.terminationReason == .exit && process.terminationStatus == 0,
    "\(program): \(text)\(complaint)")
  return text
}
