// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import TestSupport
import Testing

/// The compiler that `CC` names, and what signals leave behind while it runs.
@Suite("The compiler of a kernel's code")
struct KernelCompilerTests {
  private let tree = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "KernelTrees/small").path

  /// All of a run's files, in a folder whose name has blanks.
  private let folder: TemporaryFolder
  private let place: URL

  init() throws {
    folder = try TemporaryFolder()
    place = folder.url.appending(path: "a place with blanks")
    for name in ["tmp", "source"] {
      try FileManager.default.createDirectory(
        at: place.appending(path: name), withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(atPath: tree, toPath: source)
  }

  private var source: String { place.appending(path: "source/a tree").path }
  private var library: String { place.appending(path: "a library.so").path }
  private var temporary: String { place.appending(path: "tmp").path }
  private var build: [String] { ["kernel", "build", "--source", source, "--output", library] }

  /// Writes a compiler that is a shell script.
  private func compiler(_ script: String) throws -> String {
    let path = place.appending(path: "a compiler").path
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private func run(_ compiler: String) throws -> CommandRun {
    try CommandRun(build, environment: ["CC": compiler, "TMPDIR": temporary])
  }

  @Test(
    "Several words, or one path with blanks", arguments: ["env cc", "  cc  ", "", "a compiler"])
  func words(_ name: String) throws {
    let script = try compiler(#"exec cc "$@""#)
    let run = try run(name == "a compiler" ? script : name)
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    #expect(FileManager.default.fileExists(atPath: library))
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
    let diff = try CommandRun([
      "diff", "--between", library, library, "--strategy", "mixed", "--cases", "64",
    ])
    #expect(diff.status == 0, "\(diff.errors)")
  }

  @Test("clang does as well")
  func clang() throws {
    // Each Swift toolchain has one.
    let run = try run("clang")
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
  }

  @Test(
    "A compiler whose library can't be loaded here is refused in one line",
    arguments: ["-U__LP64__", "-U__x86_64__ -U__aarch64__"])
  func anotherMachine(_ flags: String) throws {
    let script = try compiler(#"exec cc \#(flags) "$@""#)
    let run = try run(script)
    #expect(run.status == 65)
    #expect(
      run.errors.contains(
        "\(script) failed: it compiles for another machine: expected 64 bits and __"))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: library))
  }

  @Test("A compiler that isn't there or fails is named")
  func noCompiler() throws {
    let missing = try run("no-such-compiler -m64")
    #expect(missing.status == 69)
    #expect(missing.errors.contains("no-such-compiler: not found; expected on PATH"))
    let failing = try run(try compiler("echo out of order >&2; exit 1"))
    #expect(failing.status == 65)
    #expect(failing.errors.hasSuffix("a compiler failed: out of order\n"), "\(failing.errors)")
  }

  /// Neither files nor the compiler, which has a group of its own that a terminal's
  /// signals don't reach.
  @Test("A signal leaves nothing behind", arguments: [SIGINT, SIGTERM, SIGHUP])
  func signals(_ signal: Int32) throws {
    let fifo = place.appending(path: "fifo").path
    try #require(unsafe mkfifo(fifo, 0o600) == 0)
    let script = try compiler("echo $$ >'\(fifo)'; exec sleep 1000")
    let process = Process()
    process.executableURL = try CommandRun.executable
    process.arguments = build
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["CC": script, "TMPDIR": temporary]) { $1 }
    process.standardError = FileHandle.nullDevice
    try process.run()
    // The compiler says its number as soon as it runs.
    let reader = try #require(FileHandle(forReadingAtPath: fifo))
    let text = String(decoding: try reader.readToEnd() ?? Data(), as: UTF8.self)
    let compiler = try #require(Int32(text.dropLast()))
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
    #expect(!FileManager.default.fileExists(atPath: library))
    // One that has ended, but that nobody has asked about, has no words.
    let words = (try? String(contentsOfFile: "/proc/\(compiler)/cmdline", encoding: .utf8)) ?? ""
    #expect(words == "")
  }
}
