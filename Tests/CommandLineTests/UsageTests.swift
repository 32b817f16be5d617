// SPDX-License-Identifier: MIT

import Testing

struct UsageTests {
  @Test(arguments: [
    ["evaluate", "--with", "rust"], ["evaluate", "--with"], ["evaluate", "--wiht", "c"],
    ["verify", "--id", "a"], ["explain", "a", "b"], ["explain", "--id"], ["evalute"],
    ["--nonsense"],
  ])
  func refusesWrongUsage(_ arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("Error: "))
    #expect(run.output == "")
  }

  @Test(arguments: [
    ["plan", "--boot", "4G", "--absent", "99999999"],
    ["plan", "--boot", "4G", "--block-size", "1T"],
    ["live", "--only", "no-such-scenario"],
  ])
  func tellsTheCommandsOwnUsage(_ arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("Error: --"))
    #expect(run.errors.contains("\nUsage: automovable \(arguments[0]) ["))
    #expect(run.output == "")
  }

  @Test(arguments: ["evaluate", "verify", "explain", "diff"])
  func helps(_ command: String) throws {
    let run = try CommandRun([command, "--help"])
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: automovable \(command)"))
    #expect(run.output.contains("65"))
  }

  @Test
  func tellsItsVersion() throws {
    let run = try CommandRun(["--version"])
    #expect(run.status == 0)
    #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
