// SPDX-License-Identifier: MIT

import Testing

@testable import LiveSystem

@Suite struct ProbeLineTests {
  @Test func readsACall() throws {
    let line = try #require(
      ProbeLine(
        "     kworker/0:1-7       [000] d..1.     3.217009: decide:"
          + " (zone_for_pfn_range+0x0/0x1f0) online_type=1 nid=-1 group=0xffff888005b4b880"
          + " dynamic=(fault) zone=\"Movable\""))
    #expect(line.task == "kworker/0:1-7")
    #expect(line.event == "decide")
    #expect(line.number("online_type") == 1 as Int32?)
    #expect(line.number("nid") == -1 as Int32?)
    #expect(line.number("group") == 0xffff_8880_05b4_b880 as UInt64?)
    #expect(line.number("dynamic") == nil as UInt8?)
    #expect(line.arguments["dynamic"] == .some(nil))
    #expect(line.text("zone") == "Movable")
    #expect(line.text("absent") == nil)
  }

  @Test func readsAnAnswer() throws {
    let line = try #require(
      ProbeLine(
        "init-1 [12] ..... 7.5: decided: (memory_block_online+0x5c/0x1e0 <- zone_for_pfn_range)"
          + " znode=0"))
    #expect(line.task == "init-1")
    #expect(line.number("znode") == 0 as Int32?)
  }

  @Test func readsATaskWithBlanksAndBrackets() throws {
    let line = try #require(
      ProbeLine("  odd [x] name-9   [001] ..... 1.0: adjust: (f+0x0/0x1) nr=-5"))
    #expect(line.task == "odd [x] name-9")
    #expect(line.number("nr") == -5 as Int64?)
  }

  @Test(arguments: [
    "", "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION",
    "init-1 [000] ..... 7.5: decide",
    "init-1 [000", " [000] ..... 7.5: decide: x", "CPU:0 [LOST 17 EVENTS]",
  ])
  func refuses(text: String) {
    #expect(ProbeLine(text) == nil)
  }

  @Test func refusesNumbersThatDoNotFit() throws {
    let line = try #require(ProbeLine("a-1 [0] . 1.0: e: nid=2147483648 nr=x"))
    #expect(line.number("nid") == nil as Int32?)
    #expect(line.number("nr") == nil as Int64?)
  }
}
