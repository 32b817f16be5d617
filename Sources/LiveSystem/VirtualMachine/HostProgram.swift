// SPDX-License-Identifier: MIT

internal import Foundation

/// A program of the host.
struct HostProgram {
  /// Where it is.
  let path: String

  /// Finds a program.
  ///
  /// - Parameters:
  ///   - name: Its path, or its name, to be found along the search path.
  ///   - searchPath: Directories with colons between; `PATH` if left out.
  /// - Returns: `nil` if there is none that can be run.
  init?(_ name: String, searchPath: String? = nil) {
    let along = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    let candidates =
      name.contains("/") ? [name] : along.split(separator: ":").map { "\($0)/\(name)" }
    guard let path = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      return nil
    }
    self.path = path
  }

  /// Runs the program.
  ///
  /// - Returns: What it wrote to standard output; `nil` if it failed.
  func output(of arguments: [String]) -> [UInt8]? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    // Before the wait: a pipe that is full would hold the program up for ever.
    let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? [UInt8](data) : nil
  }
}
