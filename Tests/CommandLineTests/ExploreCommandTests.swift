// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@Suite("explore")
struct ExploreCommandTests {
  @Test("Tells what was explored, and ends with 0")
  func agrees() throws {
    let run = try CommandRun(["explore", "--scope", "smallest", "--jobs", "1"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(
      run.output.contains(
        "boot states  1\nstates       325\nsteps        13,325, at most 9 in a row\n"))
    #expect(run.output.contains("\nAGREE  swift = c in 325 states of smallest, 13,325 steps ("))
  }

  @Test("JSON is the same for any number of jobs")
  func json() throws {
    let runs = try ["1", "3"].map {
      try CommandRun(["explore", "--scope", "smallest", "--json", "--jobs", $0])
    }
    #expect(runs[0].output == runs[1].output)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(runs[0].output.utf8)) as? [String: Any])
    #expect(object["schema"] as? String == "automovable-exploration/1")
    #expect(object["states"] as? Int == 325)
    #expect(object["stop"] is NSNull)
  }

  @Test("A broken property ends with 1 and leaves its history")
  func broken() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "found.jsonl").path
    let run = try CommandRun([
      "explore", "--scope", "smallest", "--property", "first-valid-zone-by-online", "--property",
      "books", "--trace", file,
    ])
    #expect(run.status == 1)
    #expect(run.output.contains("BROKEN  first-valid-zone-by-online: "))
    #expect(run.output.contains("HOLDS  books: "))
    let verified = try CommandRun(["verify", "--with", "both", file])
    #expect(verified.output == "3 operations, 3 agree, 0 differ, 0 without expect\n")
    #expect(verified.status == 0)
  }

  @Test("A checkpoint is removed at the end, and one of something else refused in a line")
  func checkpoint() throws {
    let folder = try TemporaryFolder()
    let arguments = ["explore", "--scope", "smallest", "--checkpoint"]
    let file = folder.url.appending(path: "checkpoint").path
    #expect(try CommandRun(arguments + [file]).status == 0)
    #expect(!FileManager.default.fileExists(atPath: file))
    let notes = try folder.write("notes\n", to: "notes").path
    let old = try folder.write(
      """
      {"schema":"automovable-exploration-checkpoint/1","version":"0","run":"0x0",\
      "shard":{"index":1,"count":1},"elapsed_ns":1,"boots":[]}\n
      """, to: "old"
    ).path
    for (file, message) in [
      (notes, "\(notes):1: expected a checkpoint, found notes\n"),
      (folder.url.path, "\(folder.url.path): expected a file to keep a checkpoint in\n"),
      (old, "\(old):1: digest is missing"),
    ] {
      let run = try CommandRun(arguments + [file])
      #expect(run.status == 65 && run.output == "")
      #expect(run.errors.hasPrefix(message), "\(run.errors)")
    }
  }

  @Test("Histories of a run before don't stay if there are none any more")
  func oldTraces() throws {
    let folder = try TemporaryFolder()
    let old = try folder.write("old\n", to: "found.jsonl").path
    #expect(try CommandRun(["explore", "--scope", "smallest", "--trace", old]).status == 0)
    #expect(try String(contentsOfFile: old, encoding: .utf8).contains("\"count\":0"))
  }

  @Test("Lists scopes and properties")
  func lists() throws {
    let run = try CommandRun(["explore", "--list"])
    #expect(run.status == 0)
    for name in ["smallest", "standard", "wide", "books", "dimm-in-one-zone"] {
      #expect(run.output.contains("\(name): "))
    }
  }

  @Test(
    "Wrong usage is refused",
    arguments: [
      (["--scope", "none"], 64), (["--property", "none"], 64), (["--jobs", "0"], 64),
      (["--memory", "0"], 64), (["--property", "all", "--property", "books"], 64),
      (["--shard", "2/2", "--scope", "smallest", "--of", "./library.so"], 65),
    ] as [([String], Int32)])
  func refuses(_ arguments: [String], _ status: Int32) throws {
    let run = try CommandRun(["explore"] + arguments)
    #expect(run.status == status, "\(run.output)\(run.errors)")
    #expect(run.output == "")
  }
}
