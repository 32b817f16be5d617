// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Shared libraries as implementations.
struct LibraryTests {
  private let few = ["--cases", "4000", "--strategy", "mixed", "--jobs", "2"]

  @Test(arguments: [[], ["--isolate"]])
  func theExampleAgreesWithBoth(_ flags: [String]) throws {
    let third = try OracleLibrary.third()
    for other in ["swift", "c"] {
      let run = try CommandRun(["diff", "--between", third.path, other] + few + flags)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("AGREE  \(third.path) = \(other), results only"))
    }
  }

  @Test
  func isolationChangesNothing() throws {
    let third = try OracleLibrary.third()
    func checksum(_ flags: [String]) throws -> Substring? {
      let run = try CommandRun(["diff", "--of", third.path] + few + flags)
      return run.output.split(separator: "\n").first { $0.hasPrefix("checksum") }
    }
    #expect(try checksum([]) == checksum(["--isolate"]))
    #expect(try checksum([]) != nil)
  }

  @Test(arguments: [[], ["--isolate"]])
  func aWrongZoneIsFoundAndShrunk(_ flags: [String]) throws {
    let wrong = try OracleLibrary.faulty(5)
    let run = try CommandRun(
      ["diff", "--against", wrong.path, "--fail-fast"] + few + flags)
    #expect(run.status == 1)
    #expect(
      run.output.contains("minimal case: 0 nodes, 1 group")
        || run.output.contains("minimal case: 1 node, 1 group"))
    #expect(run.output.contains("automovable diff --against \(wrong.path)"))
    #expect(run.output.contains("DIVERGE  swift != \(wrong.path), results only"))
  }

  @Test(arguments: [[], ["--isolate"]])
  func whatIsDeclinedIsCounted(_ flags: [String]) throws {
    let some = try OracleLibrary.faulty(8)
    let run = try CommandRun(["diff", "--against", some.path] + few + flags)
    #expect(run.status == 0)
    #expect(run.output.contains(/on 4,000 cases, [0-9,]+ of them declined/))
    let all = try OracleLibrary.faulty(9)
    let none = try CommandRun(["diff", "--against", all.path] + few + flags)
    #expect(none.status == 65)
    #expect(none.output.contains("EMPTY"))
  }

  @Test
  func aCrashIsADivergenceOfIsolatedLibraries() throws {
    let crashing = try OracleLibrary.faulty(6)
    let run = try CommandRun(
      [
        "diff", "--of", crashing.path, "--isolate", "--fail-fast", "--strategy", "mixed",
        "--cases", "32",
      ])
    #expect(run.status == 1)
    #expect(run.output.contains("crash, signal 6"))
    #expect(run.output.contains("minimal case: 0 nodes, 1 group"))
    #expect(run.output.contains("--isolate"))
  }

  @Test
  func anExitNamesTheCase() throws {
    let leaving = try OracleLibrary.faulty(7)
    let run = try CommandRun(["diff", "--of", leaving.path, "--isolate"] + few)
    #expect(run.status == 70)
    #expect(run.errors.hasPrefix("\(leaving.path): ended its process: {\"id\":\"failure\""))
    #expect(run.errors.count(where: \.isNewline) == 1)
  }

  @Test(arguments: [
    (1, "interface version 3, expected 1 or 2"),
    (3, "automovable_oracle_create() failed"),
    (2, "no function automovable_oracle_decide; expected the functions of automovable_oracle.h"),
  ])
  func whatIsNoOracleIsTold(_ fault: Int, _ reason: String) throws {
    let library = try OracleLibrary.faulty(fault)
    for flags in [[], ["--isolate"]] {
      for command in [["diff", "--against"], ["evaluate", "--with"], ["verify", "--with"]] {
        let run = try CommandRun(command + [library.path] + flags)
        #expect(run.status == 65)
        #expect(run.errors == "\(library.path): \(reason)\n")
        #expect(run.output == "")
      }
    }
  }

  @Test(arguments: [[], ["--isolate"]])
  func whatIsNoLibraryIsTold(_ flags: [String]) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("text", to: "text.so").path
    for path in [path, "/nonexistent/library.so"] {
      let run = try CommandRun(["diff", "--against", path] + flags)
      #expect(run.status == 65)
      #expect(run.errors.hasPrefix("\(path): cannot be loaded: "))
      #expect(run.errors.count(where: \.isNewline) == 1)
    }
  }

  @Test(arguments: [[], ["--isolate"]])
  func failuresToAnswerEndTheRun(_ flags: [String]) throws {
    let refusing = try OracleLibrary.faulty(4)
    let run = try CommandRun(["diff", "--against", refusing.path] + few + flags)
    #expect(run.status == 70)
    #expect(
      run.errors.hasPrefix("\(refusing.path): automovable_oracle_decide() returned -22"))
  }

  @Test
  func evaluatesWithALibrary() throws {
    let third = try OracleLibrary.third()
    let lines = Line.test("a", pages: 3_156_213) + Line.zone("b", nid: 7)
    let answers = """
      {"id":"a","result":{"can_online_movable":true}}
      {"id":"b","result":{"zone":"Movable","nid":7}}

      """
    for flags in [[], ["--isolate"]] {
      let run = try CommandRun(
        ["evaluate", "--with", third.path] + flags, input: lines)
      #expect(run.output == answers)
      #expect(run.status == 0)
    }
  }

  @Test
  func resultsAloneExplainNothing() throws {
    let third = try OracleLibrary.third()
    let run = try CommandRun(
      ["explain", "--with", third.path], input: Line.test("a", pages: 1))
    #expect(run.status == 64)
    #expect(run.errors.contains("expected an implementation that tells every value"))
  }

  @Test
  func anIsolatedLibraryMayTalk() throws {
    let talking = try OracleLibrary.faulty(10)
    let run = try CommandRun(
      ["evaluate", "--with", talking.path, "--isolate"], input: Line.test("a", pages: 1))
    #expect(run.output == #"{"id":"a","result":{"can_online_movable":true}}"# + "\n")
  }

  @Test(arguments: [
    ["--between", "swift"], ["--between", "swift", "c", "c"],
    ["--between", "swift", "c", "--of", "c"], ["--of", "rust"],
  ])
  func refusesWrongUsage(_ arguments: [String]) throws {
    let run = try CommandRun(["diff"] + arguments)
    #expect(run.status == 64)
  }
}
