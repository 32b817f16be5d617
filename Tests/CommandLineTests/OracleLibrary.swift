// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// A shared library compiled from `Tests/OracleLibraries`.
struct OracleLibrary {
  private let folder: TemporaryFolder

  /// Where the library is.
  let path: String

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Compiles a source with the system's compiler, warnings as errors.
  init(_ source: String, fault: Int = 0) throws {
    folder = try TemporaryFolder()
    path = folder.url.appending(path: "library.so").path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "cc", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
      "-DFAULT=\(fault)",
      "-I", Self.root.appending(path: "Sources/OracleInterface/include").path,
      "-o", path, Self.root.appending(path: "Tests/OracleLibraries/\(source)").path,
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "cc \(source)")
  }

  /// The example of the interface's documentation.
  static func third() throws -> OracleLibrary { try OracleLibrary("third.c") }

  /// The example with a fault.
  static func faulty(_ fault: Int) throws -> OracleLibrary {
    try OracleLibrary("faulty.c", fault: fault)
  }
}
