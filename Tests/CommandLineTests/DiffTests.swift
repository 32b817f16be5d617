// SPDX-License-Identifier: MIT

import Cases
import Foundation
import TestSupport
import Testing

@Suite("automovable diff")
struct DiffTests {
  private static let short = ["diff", "--strategy", "mixed", "--cases", "2000", "--seed", "4"]

  @Test("Agreement is one line at the end, and nothing on standard error")
  func agreement() throws {
    let run = try CommandRun(Self.short + ["--jobs", "2"])
    #expect(run.status == 0 && run.errors == "")
    let verdict = try #require(run.output.split(separator: "\n").last)
    #expect(verdict.hasPrefix("AGREE  swift = c on 2,000 cases (checksum 0x"))
    #expect(verdict.hasSuffix("2 jobs)"))
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test("Any two implementations can be compared", arguments: ["swift", "c", "totals"])
  func implementations(_ name: String) throws {
    let run = try CommandRun(Self.short + ["--of", "c", "--against", name])
    #expect(run.status == 0)
    #expect(run.output.contains("AGREE  c = \(name) on 2,000 cases"))
  }

  @Test(
    "Every strategy can be asked for, and its shards",
    arguments: [
      "plausible", "boundary", "requirement", "extreme", "zone-edges", "units", "odd", "uniform",
    ])
  func strategies(_ name: String) throws {
    let run = try CommandRun([
      "diff", "--strategy", name, "--cases", "640", "--shard", "2/4", "--jobs", "1",
    ])
    #expect(run.status == 0)
    #expect(run.output.contains("AGREE  swift = c on 160 cases"))
    #expect(run.output.contains(", shard 2/4, "))
  }

  @Test("One case can be run alone")
  func singleCase() throws {
    for (strategy, index) in [
      ("mixed", "123456789012345"), ("exhaustive-ratio", "8957951"), ("exhaustive-zone", "0"),
    ] {
      let run = try CommandRun(["diff", "--strategy", strategy, "--case", index])
      #expect(run.status == 0)
      #expect(run.output.contains("AGREE  swift = c on 1 case ("))
    }
    let beyond = try CommandRun([
      "diff", "--strategy", "exhaustive-ratio", "--case", "8957952",
    ])
    #expect(beyond.status == 64)
    #expect(beyond.errors.contains("--case: expected less than 8957952, found 8957952"))
  }

  @Test("Vectors are run too, whatever the file is called")
  func vectors() throws {
    let folder = try TemporaryFolder()
    let vectors = Line.test("a", pages: 1) + Line.zone("b", nid: 3)
    let file = try folder.write(vectors, to: "it's a \"file\".jsonl")
    for arguments in [[], ["--case", "1"]] {
      let run = try CommandRun(["diff", "--strategy", "vectors"] + arguments + [file.path])
      #expect(run.status == 0)
      #expect(run.output.contains("AGREE  swift = c on \(2 - arguments.count / 2) case"))
    }
  }

  @Test("A shell understands the command that replays a vector")
  func replay() throws {
    let folder = try TemporaryFolder()
    let name = "-it's; a \"file\" $(x).jsonl"
    let vectors = Line.test("a", pages: 1) + Line.zone("b", nid: 3)
    try folder.write(vectors, to: name)
    let arguments = VectorCases(name: name, vectors: []).replayArguments(forCase: 1)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.currentDirectoryURL = folder.url
    shell.arguments = [
      "-c", "exec \"$0\" diff \(arguments) > output", try CommandRun.executable.path,
    ]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    let output = try String(contentsOf: folder.url.appending(path: "output"), encoding: .utf8)
    #expect(output.contains("AGREE  swift = c on 1 case ("))
  }

  @Test("The command that is printed finds the divergence again", arguments: [[], ["--isolate"]])
  func replayOfDivergence(_ flags: [String]) throws {
    let wrong = try OracleLibrary.faulty(5)
    let run = try CommandRun(
      Self.short + ["--against", wrong.path, "--max-divergences", "1"] + flags)
    #expect(run.status == 1 && run.errors == "")
    let pattern = /automovable (diff .*--case .*)/
    let replay = try #require(run.output.firstMatch(of: pattern)).1
    // The library is called by a path without blanks here.
    let again = try CommandRun(replay.split(separator: " ").map(String.init))
    #expect(again.status == 1)
    #expect(try #require(again.output.firstMatch(of: pattern)).1 == replay)
    let vector = /{"id":.*}/
    let shrunk = try #require(run.output.firstMatch(of: vector))
    #expect(try #require(again.output.firstMatch(of: vector)).output == shrunk.output)
  }

  @Test("Time ends a run without a divergence in order")
  func time() throws {
    let run = try CommandRun(["diff", "--strategy", "mixed", "--time", "1s", "--jobs", "1"])
    #expect(run.status == 0)
    #expect(run.output.contains("; stopped when the time was up (checksum "))
  }

  @Test(
    "Wrong usage is told before anything is run",
    arguments: [
      ["--cases", "0"], ["--cases", "-1"], ["--cases", "1152921504606846977"],
      ["--cases", "99999999999999999999"], ["--seed", "-1"], ["--jobs", "0"], ["--jobs", "1025"],
      ["--shard", "0/2"], ["--shard", "3/2"], ["--shard", "half"], ["--strategy", "luck"],
      ["--strategy", "odd", "--strategy", "odd"], ["--against", "rust"], ["--of", ""],
      ["--report", "x.txt"], ["--report", ""], ["--max-divergences", "0"],
      ["--max-divergences", "10001"], ["--time", "0"], ["--time", "soon"], ["--case", "1"],
      ["--case", "1", "--strategy", "odd", "--strategy", "mixed"], ["--strategy", "vectors"],
      ["--strategy", "mixed", "vectors.jsonl"], ["--nonsense"],
    ])
  func usage(_ arguments: [String]) throws {
    let run = try CommandRun(["diff"] + arguments)
    #expect(run.status == 64 && run.output == "")
    #expect(run.errors.hasPrefix("Error: "))
  }

  @Test("Malformed, missing and unreadable vectors")
  func data() throws {
    let folder = try TemporaryFolder()
    let broken = try folder.write(Line.test("a", pages: 1) + "{}\n", to: "broken.jsonl")
    let missing = folder.url.appending(path: "missing.jsonl")
    for (path, message) in [
      (broken.path, "\(broken.path):2: id is missing\n"),
      (missing.path, "\(missing.path): cannot be opened: No such file or directory\n"),
      (folder.url.path, "\(folder.url.path): cannot be read: Is a directory\n"),
    ] {
      let run = try CommandRun(["diff", path])
      #expect(run.status == 65 && run.output == "")
      #expect(run.errors == message)
    }
  }

  @Test("Zero cases are no verdict")
  func noCases() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "empty.jsonl")
    let report = folder.url.appending(path: "report.json")
    for arguments in [
      ["--strategy", "vectors", file.path],
      ["--strategy", "mixed", "--cases", "1", "--shard", "1/2"],
    ] {
      let run = try CommandRun(["diff", "--report", report.path] + arguments)
      #expect(run.status == 65 && run.output == "")
      #expect(run.errors == "no cases to run: expected at least one\n")
      #expect(!FileManager.default.fileExists(atPath: report.path))
    }
  }

  @Test("Colour is for terminals, unless it is refused")
  func color() throws {
    for (noColor, isColored) in [(nil, true), ("", true), ("1", false)] as [(String?, Bool)] {
      let run = try TerminalRun(Self.short, noColor: noColor).end()
      #expect(run.status == 0)
      #expect(run.text.contains("\u{1B}[1;32mAGREE\u{1B}[0m") == isColored)
      #expect(run.text.contains("AGREE"))
    }
  }

  @Test("Ctrl-C ends a run in order, with a report of what was done")
  func interruption() throws {
    let folder = try TemporaryFolder()
    let report = folder.url.appending(path: "report.json")
    // The time limit is for a command that doesn't heed the signal.
    let run = try TerminalRun([
      "diff", "--strategy", "mixed", "--jobs", "2", "--time", "120s", "--report", report.path,
    ])
    // Progress, which a terminal is shown.
    try run.waitForText()
    run.interrupt()
    let (status, text) = try run.end()
    #expect(status == 130)
    #expect(text.contains(" million cases"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: report)) as? [String: Any])
    #expect(object["stop"] as? String == "interrupted")
    let cases = try #require((object["cases"] as? NSNumber)?.uint64Value)
    guard cases > 0 else {
      #expect(object["verdict"] as? String == "empty")
      return
    }
    #expect(object["verdict"] as? String == "stopped")
    #expect(text.contains("; interrupted (checksum "))
    // What was done is the beginning of what was to be done.
    let same = try CommandRun(["diff", "--strategy", "mixed", "--cases", "\(cases)"])
    let checksum = try #require(object["checksum"] as? String)
    #expect(same.output.contains("(checksum \(checksum), "))
  }
}
