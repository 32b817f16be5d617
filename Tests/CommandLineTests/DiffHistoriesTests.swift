// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// `diff --model histories` from end to end.
@Suite("automovable diff --model histories")
struct DiffHistoriesTests {
  // 300 of the mix, and machines that can't boot beside them: 18 more.
  private static let short = ["diff", "--model", "histories", "--cases", "300"]

  @Test("Agreement is one line at the end, the same on any number of threads")
  func agreement() throws {
    let one = try CommandRun(Self.short + ["--jobs", "1"])
    let two = try CommandRun(Self.short + ["--jobs", "2"])
    #expect(one.status == 0 && one.errors == "")
    let verdict = try #require(one.output.split(separator: "\n").last)
    #expect(verdict.hasPrefix("AGREE  swift = c on 318 cases (checksum 0x"))
    #expect(one.output.contains(" operations\n"))
    func checksum(_ run: CommandRun) -> Substring? {
      run.output.split(separator: "\n").first { $0.hasPrefix("checksum") }
    }
    #expect(checksum(one) == checksum(two))
  }

  @Test("One history, one strategy, one shard")
  func parts() throws {
    let single = try CommandRun([
      "diff", "--model", "histories", "--seed", "7", "--strategy", "low-memory", "--case", "123",
    ])
    #expect(single.status == 0 && single.output.contains("AGREE  swift = c on 1 case ("))
    let shard = try CommandRun(Self.short + ["--shard", "2/3", "--of", "c"])
    #expect(shard.status == 0 && shard.output.contains("AGREE  c = c on 106 cases"))
  }

  @Test("Running totals go through histories too, by either name", arguments: ["totals", "model"])
  func totals(_ name: String) throws {
    let run = try CommandRun(Self.short + ["--of", name])
    #expect(run.status == 0 && run.output.contains("AGREE  totals = c on 318 cases"))
  }

  @Test("The name that histories had before is understood")
  func formerName() throws {
    let run = try CommandRun(["diff", "--model", "sequences", "--cases", "30"])
    #expect(run.status == 0 && run.output.contains("AGREE  swift = c on 31 cases"))
    #expect(run.output.contains(" operations\n"))
  }

  @Test("Reports are written", arguments: ["json", "xml", "html", "ktap"])
  func reports(_ format: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "report.\(format)").path
    let run = try CommandRun(Self.short + ["--report", file])
    #expect(run.status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("mixed-devices"))
  }

  @Test(
    "What doesn't fit is wrong usage",
    arguments: [
      (["--model", "histories", "--strategy", "units"], "expected one of --model histories"),
      (["--strategy", "refusals"], "expected one of --model decisions"),
      (["--model", "histories", "x.jsonl"], "expected no files of vectors"),
      (["--model", "dreams"], "dreams"),
    ])
  func usage(_ arguments: [String], _ message: String) throws {
    let run = try CommandRun(["diff"] + arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains(message))
  }
}
