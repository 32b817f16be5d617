// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// `.ci/build-live-kernel` with programs that do nothing.
@Suite("Building a kernel for captures")
struct LiveKernelBuildTests {
  @Test("What make was called with doesn't reach the kernel's make")
  func variables() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "automovable-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for path in ["programs", "tree/mm"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: path), withIntermediateDirectories: true)
    }
    for path in ["tree/Kbuild", "tree/mm/memory_hotplug.c"] {
      try Data().write(to: folder.appending(path: path))
    }
    for program in ["make", "gcc", "flex", "bison", "bc", "cpio", "perl", "pahole"] {
      let path = folder.appending(path: "programs/\(program)").path
      let log = program == "make" ? "echo \"$MAKEFLAGS,${OUTPUT-}\" >>'\(folder.path)/log'\n" : ""
      let script = Data("#!/bin/sh\n\(log)".utf8)
      let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o755]
      try #require(
        FileManager.default.createFile(atPath: path, contents: script, attributes: attributes))
    }
    let process = Process()
    process.executableURL = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: ".ci/build-live-kernel")
    process.arguments = ["\(folder.path)/tree", "\(folder.path)/built"]
    process.environment = [
      "PATH": "\(folder.path)/programs:/usr/bin:/bin", "OUTPUT": "out/patched",
      "MAKEFLAGS": " -- OUTPUT=out/patched",
    ]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let calls = try String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
      .split(separator: "\n")
    #expect(calls.count >= 3)
    #expect(calls.allSatisfy { $0 == "," }, "\(calls)")
  }
}
