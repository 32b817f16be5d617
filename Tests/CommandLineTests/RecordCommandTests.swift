// SPDX-License-Identifier: MIT

import Foundation
import Testing
import TestSupport

@Suite("automovable record")
struct RecordCommandTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let system = root.appending(
    path: "Vectors/systems/two-virtio-mem-and-a-dimm"
  ).path

  @Test("A recorded system can be replayed")
  func records() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "now.jsonl")
    let run = try CommandRun([
      "record", "--without-probes", "--sysroot", Self.system, "--for", "0", "-o", file.path,
    ])
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(run.errors.hasSuffix("now.jsonl: snapshot 1, observe: decisions not recorded\n"))
    let replay = try CommandRun(["replay", "--json", file.path])
    #expect(replay.status == 0)
    #expect(replay.output.contains(#""blocks":56,"blocks_differ":0"#))
  }

  @Test(
    "Wrong usage",
    arguments: [["--for", "-1"], ["--for", "soon"], ["--sysroot", "docs"], ["x"]])
  func usage(_ arguments: [String]) throws {
    #expect(try CommandRun(["record"] + arguments).status == 64)
  }

  @Test("Without blocks there is nothing to record")
  func unsupported() throws {
    let run = try CommandRun(
      ["record", "--without-probes", "--sysroot", "docs", "--for", "0"], in: Self.root)
    #expect(run.status == 69)
    #expect(run.errors.hasPrefix("automovable record: docs: no memory blocks"))
    #expect(!FileManager.default.fileExists(atPath: Self.root.appending(path: "record.jsonl").path))
  }

  @Test("Only root may set probes", .enabled(if: geteuid() != 0))
  func root() throws {
    let run = try CommandRun(["record", "--for", "0"])
    #expect(run.status == 77)
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
