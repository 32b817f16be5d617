// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// A run in parts, from end to end.
@Suite("automovable merge, and checkpoints")
struct MergeCommandTests {
  private static let models = [
    ["--strategy", "mixed", "--cases", "9000", "--seed", "7"],
    ["--strategy", "mixed", "--cases", "9000", "--of", "totals", "--geometry", "all"],
    ["--model", "histories", "--cases", "90"],
  ]

  /// Writes the report of a whole run, and those of its shards.
  private static func reports(
    _ arguments: [String], shards: Int, in folder: TemporaryFolder
  ) throws -> (whole: String, shards: [String]) {
    let whole = folder.url.appending(path: "whole.json").path
    #expect(try CommandRun(["diff", "--report", whole] + arguments).status == 0)
    let files = try (1...shards).map { index in
      let file = folder.url.appending(path: "\(index).json").path
      let run = try CommandRun(
        ["diff", "--report", file, "--shard", "\(index)/\(shards)", "--timing"] + arguments)
      #expect(run.status == 0)
      return file
    }
    return (whole, files)
  }

  @Test("Shards add up to the whole run, to the byte", arguments: models)
  func merging(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let (whole, shards) = try Self.reports(arguments, shards: 3, in: folder)
    let merged = folder.url.appending(path: "merged.json")
    let page = folder.url.appending(path: "merged.html")
    let run = try CommandRun(
      ["merge", "--report", merged.path, "--report", page.path] + shards.reversed())
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.contains("\nAGREE  ") && run.output.contains(" cases/s\n"))
    #expect(try Data(contentsOf: merged) == Data(contentsOf: URL(filePath: whole)))
    #expect(try String(contentsOf: page, encoding: .utf8).hasPrefix("<!doctype html>"))
  }

  @Test("What can't be merged is one line, and no report")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let (whole, shards) = try Self.reports(
      ["--strategy", "mixed", "--cases", "640"], shards: 2, in: folder)
    let report = folder.url.appending(path: "merged.json").path
    let broken = try folder.write("{\"schema\":\"automovable-report/1\"}\n", to: "broken.json").path
    let figures = try String(contentsOfFile: shards[0], encoding: .utf8).replacing(
      /"movable-requested":[0-9]+/, with: "\"movable-requested\":18446744073709551615",
      maxReplacements: 1)
    let wrong = try folder.write(figures, to: "wrong.json").path
    for (files, message) in [
      ([shards[1]], "\(shards[1]): shard: 1/2 is missing"),
      ([shards[0], shards[0]], "\(shards[0]): shard: 1/2, which \(shards[0]) has too"),
      ([shards[0], whole], "\(whole): shard.count: 1, expected 2 as in \(shards[0])"),
      ([broken], "\(broken):1: version is missing"),
      (["none.json"], "none.json: cannot be read: No such file or directory"),
    ] {
      let run = try CommandRun(["merge", "--report", report] + files)
      #expect(run.status == 65 && run.output == "")
      #expect(run.errors == message + "\n")
    }
    let run = try CommandRun(["merge", "--report", report, wrong, shards[1]])
    #expect(run.status == 65 && run.output == "")
    #expect(
      run.errors.hasSuffix(": outcomes, margins or divergences of more cases than there are\n"))
    #expect(try CommandRun(["merge"]).status == 64)
    #expect(!FileManager.default.fileExists(atPath: report))
  }

  @Test("A divergence is one of the sum too")
  func divergences() throws {
    let folder = try TemporaryFolder()
    let library = try OracleLibrary.faulty(5)
    let arguments = [
      "diff", "--of", library.path, "--strategy", "units", "--cases", "4000",
      "--max-divergences", "100",
    ]
    let files = ["whole", "1", "2", "merged"].map { folder.url.appending(path: "\($0).json") }
    #expect(try CommandRun(arguments + ["--report", files[0].path]).status == 1)
    for shard in 1...2 {
      let run = try CommandRun(
        arguments + ["--shard", "\(shard)/2", "--report", files[shard].path])
      #expect(run.status == 1)
    }
    let run = try CommandRun(["merge", files[2].path, files[1].path, "--report", files[3].path])
    #expect(run.status == 1)
    #expect(run.output.contains("DIVERGENCE  "))
    #expect(try Data(contentsOf: files[3]) == Data(contentsOf: files[0]))
  }

  /// Each time the library kills the program at another call. By then a checkpoint
  /// may be there or not, or be about to be written.
  @Test("Whoever is killed at any moment goes on, and loses nothing")
  func killing() throws {
    let folder = try TemporaryFolder()
    let library = try OracleLibrary.faulty(16)
    let whole = folder.url.appending(path: "whole.json")
    let report = folder.url.appending(path: "report.json")
    let checkpoint = folder.url.appending(path: "checkpoint")
    let arguments = [
      "diff", "--of", library.path, "--strategy", "mixed", "--cases", "40000", "--jobs", "2",
    ]
    #expect(try CommandRun(arguments + ["--report", whole.path]).status == 0)
    let process = { (killedAt: Int?) throws -> Int32 in
      let process = Process()
      process.executableURL = try CommandRun.executable
      process.arguments =
        arguments + ["--report", report.path, "--checkpoint", checkpoint.path]
      process.environment = killedAt.map { ["KILLED_AT": "\($0)"] } ?? [:]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationReason == .exit
        ? process.terminationStatus : -process.terminationStatus
    }
    for attempt in 1...12 where try process(attempt * 97) != -SIGKILL { break }
    #expect(try process(nil) == 0)
    #expect(try Data(contentsOf: report) == Data(contentsOf: whole))
    // The run is done.
    #expect(!FileManager.default.fileExists(atPath: checkpoint.path))
  }

  @Test("A file that is no checkpoint of this run is refused in a line, and kept")
  func otherCheckpoints() throws {
    let folder = try TemporaryFolder()
    let notes = try folder.write("notes\n", to: "notes").path
    let report = folder.url.appending(path: "report.json").path
    let arguments = ["diff", "--strategy", "mixed", "--cases", "64"]
    #expect(try CommandRun(arguments + ["--report", report]).status == 0)
    let beginning = "schema: expected \"automovable-checkpoint/1\", found "
    for (file, message) in [
      (notes, "\(notes):1: expected a checkpoint, found notes\n"),
      (report, "\(report):2: \(beginning)\"automovable-report/1\"\n"),
      (folder.url.path, "\(folder.url.path): expected a file to keep a checkpoint in\n"),
      ("/dev/null", "/dev/null: expected a file to keep a checkpoint in\n"),
    ] {
      let run = try CommandRun(arguments + ["--checkpoint", file])
      #expect(run.status == 65 && run.output == "")
      #expect(run.errors == message)
    }
    #expect(try String(contentsOfFile: notes, encoding: .utf8) == "notes\n")
  }
}
