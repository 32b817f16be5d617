// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

struct GenerateTests {
  private static let everySource = [
    "mixed", "exhaustive-ratio", "exhaustive-zone", "plausible", "boundary",
    "requirement", "extreme", "zone-edges", "units", "odd", "uniform",
  ]

  /// The same bytes every time, which both implementations agree with.
  @Test
  func repeatsItself() throws {
    let arguments =
      ["generate", "--cases", "100", "--seed", "9"]
      + Self.everySource.flatMap { ["--strategy", $0] }
    let first = try CommandRun(arguments)
    #expect(first.status == 0 && first.errors == "")
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "vectors.jsonl")
    let second = try CommandRun(arguments + ["--output", file.path])
    #expect(second.status == 0 && second.output == "" && second.errors == "")
    #expect(try String(contentsOf: file, encoding: .utf8) == first.output)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [
        "vectors.jsonl"
      ])

    let verification = try CommandRun(["verify", "--with", "both", file.path])
    #expect(
      verification.output
        == "1100 vectors, 1100 agree, 0 differ, 0 without expect\n")
    #expect(verification.status == 0)
  }

  @Test(
    "Ctrl-C and SIGTERM leave nothing behind", arguments: ["decisions", "histories"],
    [SIGINT, SIGTERM])
  func interruption(model: String, signal: Int32) throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "output.jsonl")
    let run = try TerminalRun([
      "generate", "--model", model, "--cases", "4000000000", "--output", file.path,
    ])
    // The file is there, under its other name, once signals are taken care of.
    func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    }
    while try files().isEmpty { try #require(run.isRunning) }
    run.interrupt(signal)
    let (status, text) = try run.end()
    #expect(status == 130)
    #expect(text == "\(file.path): not written: interrupted\n")
    #expect(try files() == [])
  }

  @Test
  func writesTraces() throws {
    let arguments = [
      "generate", "--model", "histories", "--cases", "20", "--seed", "9",
      "--strategy", "mixed", "--strategy", "low-memory",
    ]
    let first = try CommandRun(arguments)
    #expect(first.status == 0 && first.errors == "")
    #expect(try CommandRun(arguments + ["--with", "c"]).output == first.output)
    let lines = first.output.split(separator: "\n")
    let header = try #require(
      lines[0].wholeMatch(
        of: #/{"schema":"automovable-traces/1","count":(\d+),"source":"(.*)"}/#))
    #expect(
      header.2
        == "automovable generate --model histories --cases 20 --seed 9 "
        + "--strategy mixed --strategy low-memory")
    #expect(lines.count { $0.hasPrefix(#"{"machine":"#) } == 40)
    #expect(
      lines.last { $0.hasPrefix(#"{"machine":"#) }?.hasSuffix(
        #""note":"low-memory 19"}"#) == true)
    #expect(Int(header.1) == lines.count - 41)
    let verification = try CommandRun(["verify", "--with", "both"], input: first.output)
    #expect(
      verification.output
        == "\(header.1) operations, \(header.1) agree, 0 differ, 0 without expect\n")
    #expect(verification.status == 0)
  }

  @Test(arguments: [
    (["--model", "histories", "--strategy", "boundary"], "--model histories, found 'boundary'"),
    (["--strategy", "low-memory"], "--model decisions, found 'low-memory'"),
  ])
  func refusesStrategiesOfTheOtherModel(_ options: [String], _ error: String) throws {
    let run = try CommandRun(["generate", "--cases", "1"] + options)
    #expect(run.errors.contains("Error: --strategy: expected one of " + error))
    #expect(run.status == 64)
  }

  @Test
  func dependsOnTheSeed() throws {
    let vectors = try ["1", "2"].map { seed in
      try CommandRun(["generate", "--cases", "5", "--seed", seed]).output
        .split(separator: "\n").dropFirst()
    }
    #expect(vectors[0].count == 5 && vectors[1].count == 5)
    #expect(vectors[0] != vectors[1])
  }

  @Test
  func leavesNothingHalfWritten() throws {
    let folder = try TemporaryFolder()
    let output = try folder.write("", to: "folder/file").deletingLastPathComponent().path
    let run = try CommandRun(["generate", "--cases", "1", "--output", output])
    #expect(run.status == 70)
    #expect(run.errors.hasPrefix("\(output): cannot be written: "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["folder"])
  }

  @Test(arguments: [
    [], ["--cases", "0"], ["--cases", "-1"], ["--cases", "1", "--seed", "x"],
    ["--cases", "1", "--strategy", "vectors"], ["--cases", "1", "--strategy", "x"],
    ["--cases", "1", "--strategy", "odd", "--strategy", "odd"],
    ["--cases", "1152921504606846977"], ["--cases", "1", "--with", "rust"], ["--cases", "1", "x"],
  ])
  func refusesWrongUsage(_ arguments: [String]) throws {
    let run = try CommandRun(["generate"] + arguments)
    #expect(run.status == 64 && run.output == "")
  }
}
