// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Shared libraries that keep the books of histories.
struct LibraryHistoryTests {
  private static func trace(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Vectors/traces/\(name).jsonl").path
  }

  private let few = ["diff", "--model", "histories", "--cases", "120", "--jobs", "2"]

  @Test(arguments: [[], ["--isolate"]])
  func whatALibraryCoversIsJudged(_ flags: [String]) throws {
    let ids = try OracleLibrary("ids.c")
    for sides in [["swift", ids.path], [ids.path, "c"], [ids.path, ids.path]] {
      let run = try CommandRun(few + flags + ["--between"] + sides)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("AGREE  \(sides[0]) = \(sides[1]) on 120 cases"))
      #expect(run.output.contains(#/steps +[0-9,]+ operations, [0-9,]+ of them judged by /#))
    }
  }

  @Test(arguments: [[], ["--isolate"]])
  func aWrongIdIsFoundAndShrunk(_ flags: [String]) throws {
    let wrong = try OracleLibrary("ids.c", fault: 1)
    let run = try CommandRun(few + flags + ["--against", wrong.path, "--fail-fast"])
    #expect(run.status == 1)
    #expect(run.output.contains("DIVERGENCE  memory_group_register_"))
    // One group or two, the end of one, and another one, whose id is new.
    let minimal = #/minimal history: ([34]) operations, 0 nodes/#
    let count = try #require(run.output.firstMatch(of: minimal).flatMap { Int($0.1) })
    #expect(run.output.contains(#""expect":{"returns":\#(count - 2)}"#))
    #expect(run.output.contains("automovable diff --against \(wrong.path)"))
    let other = try CommandRun(few + flags + ["--of", wrong.path, "--fail-fast"])
    #expect(other.output.contains("minimal history: \(count) operations, 0 nodes"))
    #expect(!other.output.contains(#""expect":{"returns":\#(count - 2)}"#))
  }

  @Test
  func aCrashIsADivergenceOfIsolatedLibraries() throws {
    let crashing = try OracleLibrary("ids.c", fault: 2)
    let run = try CommandRun(
      few + ["--isolate", "--of", crashing.path, "--fail-fast", "--strategy", "grow-shrink"])
    #expect(run.status == 1)
    #expect(run.output.contains("minimal history: 1 operation, 0 nodes"))
    #expect(run.output.contains("crash, signal 6"))
  }

  /// `verify` plays traces, and says how many operations were beyond the library.
  @Test(arguments: [[], ["--isolate"]])
  func tracesArePlayedForALibraryToJudge(_ flags: [String]) throws {
    let trace = Self.trace("virtio-mem-grow-shrink")
    func verify(_ fault: Int) throws -> (run: CommandRun, library: String) {
      let library = try OracleLibrary("ids.c", fault: fault)
      return (try CommandRun(["verify"] + flags + ["--with", library.path, trace]), library.path)
    }
    let counts =
      #/^([0-9]+) operations, ([0-9]+) agree, 0 differ, 0 without expect, ([0-9]+) declined\n$/#
    let right = try verify(0)
    #expect(right.run.status == 0, "\(right.run.errors)")
    let match = try #require(right.run.output.firstMatch(of: counts), "\(right.run.output)")
    #expect(Int(match.2)! > 0 && Int(match.3)! > 0)
    #expect(Int(match.1)! == Int(match.2)! + Int(match.3)!)
    let wrong = try verify(1)
    #expect(wrong.run.status == 1)
    // Only the first one: what follows is no longer the library's history.
    #expect(
      wrong.run.output.hasPrefix(
        "\(trace):28: op 25: node 0: memory_group_register: expected 0, got \(wrong.library) 1\n"),
      "\(wrong.run.output)")
    #expect(wrong.run.output.contains(" 1 differ, "))
    let silent = try verify(4)
    #expect(silent.run.status == 65)
    #expect(silent.run.errors == "\(trace): nothing to compare, all is declined\n")
    let failing = try verify(3)
    #expect(failing.run.status == 70)
    #expect(failing.run.errors.contains("automovable_oracle_replay() returned -1"))
  }

  @Test
  func aCrashOfAnIsolatedLibraryIsADifferenceOfATrace() throws {
    let crashing = try OracleLibrary("ids.c", fault: 2)
    let trace = Self.trace("virtio-mem-units")
    let run = try CommandRun(["verify", "--isolate", "--with", crashing.path, trace])
    #expect(run.status == 1)
    #expect(run.output.contains(": op 0: node 0: memory_group_register: expected 0, got "))
    #expect(run.output.contains(" crash, signal 6\n"))
  }

  @Test
  func whatIsExpectedOfATraceIsHeldAgainstThePort() throws {
    let ids = try OracleLibrary("ids.c")
    let trace =
      #"{"schema":"automovable-traces/1","count":1}"# + "\n" + TraceSample.machine
      + #"{"op":"memory_group_register_static","nid":0,"max_pages":1,"expect":{"returns":7}}"#
      + "\n"
    let run = try CommandRun(["verify", "--with", ids.path, "-"], input: trace)
    #expect(run.status == 1)
    #expect(
      run.output
        == "<stdin>:3: op 0: expected {\"returns\":7}, got c {\"returns\":0}\n"
        + "1 operation, 0 agree, 1 differ, 0 without expect\n")
  }

  /// Histories are played on a machine of the library's kernel, and of two
  /// kernels none is asked what they are known to take otherwise.
  @Test(arguments: [[], ["--isolate"]])
  func whatKernelsAreKnownToTakeOtherwiseIsNoDifference(_ flags: [String]) throws {
    let (old, new) = (try OracleLibrary("texts.c"), try OracleLibrary("texts.c", fault: 1))
    for sides in [["swift", old.path], [new.path, "c"], [old.path, new.path]] {
      let run = try CommandRun(
        few + flags + ["--strategy", "text-files", "--between"] + sides)
      #expect(run.status == 0, "\(run.errors)\(run.output)")
      #expect(run.output.contains("AGREE  \(sides[0]) = \(sides[1]) on 120 cases"))
    }
  }

  /// One that isn't the kernel that it says to be, and one that says nothing and
  /// so is taken for 6.1.
  @Test(arguments: [2, 3])
  func anUnknownDifferenceBetweenKernelsIsOne(_ fault: Int) throws {
    let library = try OracleLibrary("texts.c", fault: fault)
    let run = try CommandRun(
      few + ["--strategy", "text-files", "--fail-fast", "--against", library.path])
    #expect(run.status == 1)
    #expect(run.output.contains("DIVERGENCE  write_parameter: "))
    // The trace to play again is one of that kernel.
    #expect(run.output.contains(#""kernel":"5.15""#) == (fault == 2))
  }

  @Test(arguments: [[], ["--isolate"]])
  func failuresAndSilenceAreTold(_ flags: [String]) throws {
    let failing = try OracleLibrary("ids.c", fault: 3)
    let run = try CommandRun(few + flags + ["--against", failing.path])
    #expect(run.status == 70)
    #expect(
      run.errors == "\(failing.path): automovable_oracle_replay() returned -1: mixed, case 0\n")
    let silent = try OracleLibrary("ids.c", fault: 4)
    let empty = try CommandRun(few + flags + ["--against", silent.path])
    #expect(empty.status == 65)
    #expect(empty.output.contains("EMPTY"))
  }

  @Test(arguments: [[], ["--isolate"]])
  func decisionsAloneAreEnoughForAnOlderLibrary(_ flags: [String]) throws {
    for library in [try OracleLibrary.third(), try OracleLibrary.faulty(11)] {
      let decisions = try CommandRun(
        ["diff", "--against", library.path, "--cases", "400", "--strategy", "mixed"] + flags)
      #expect(decisions.status == 0)
      let report = try TemporaryFolder()
      let file = report.url.appending(path: "report.ktap").path
      let histories = try CommandRun(
        few + flags + ["--against", library.path, "--report", file])
      #expect(histories.status == 65)
      let verdict = "NOT COMPARED  swift and \(library.path): "
      #expect(histories.output.contains("\(verdict)\(library.path) makes single decisions only"))
      #expect(try String(contentsOfFile: file, encoding: .utf8).contains(verdict))
    }
  }
}
