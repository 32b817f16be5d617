// SPDX-License-Identifier: MIT

import Testing

/// `explain` on traces.
struct TraceExplainTests {
  @Test(arguments: ["4", "5"])
  func explainsTheDecisionOfAnOperation(_ line: String) throws {
    let run = try CommandRun(
      ["explain", "--with", "both", "--line", line], input: TraceSample.machine + TraceSample.steps)
    #expect(
      run.output.hasPrefix(
        """
        <stdin>:\(line)

        zone_for_pfn_range(online, 0, 0, 131072, 32768) = Movable of node 0

        """))
    #expect(run.output.contains("swift and c agree on every value.\n"))
    #expect(run.status == 0)
  }

  @Test
  func explainsAddedMemory() throws {
    let machine = TraceSample.machine.replacing(#""offline"}}"#, with: #""online_kernel"}}"#)
    let run = try CommandRun(["explain", "--line", "3"], input: machine + TraceSample.steps)
    #expect(
      run.output.hasPrefix(
        """
        <stdin>:3

        zone_for_pfn_range(online_kernel, 0, 0, 131072, 32768) = Normal of node 0

        """))
  }

  /// What sticks to the block is what it is onlined as.
  @Test
  func explainsTheTypeThatSticks() throws {
    let more = """
      {"op":"write_state","block":4,"value":"online_kernel"}
      {"op":"write_state","block":4,"value":"offline"}
      {"op":"write_online","block":4,"value":"1"}

      """
    let run = try CommandRun(
      ["explain", "--line", "9"], input: TraceSample.machine + TraceSample.steps + more)
    #expect(run.output.contains("zone_for_pfn_range(online_kernel, 0, 0, "))
  }

  @Test(arguments: [
    ([], "<stdin>: a trace; choose an operation with --line\n", 65),
    (["--line", "1"], "<stdin>: no operation is in line 1\n", 65),
    (["--line", "7"], "<stdin>: no operation is in line 7\n", 65),
    (["--line", "2"], "<stdin>:2: the operation doesn't come to a decision\n", 65),
    (["--line", "3"], "<stdin>:3: the operation doesn't come to a decision\n", 65),
    (["--line", "6"], "<stdin>:6: the operation doesn't come to a decision\n", 65),
  ])
  func explainsNothingElse(
    _ options: [String], _ errors: String, _ status: Int32
  ) throws {
    let run = try CommandRun(["explain"] + options, input: TraceSample.machine + TraceSample.steps)
    #expect(run.output == "")
    #expect(run.errors == errors)
    #expect(run.status == status)
  }
}
