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
  ])
  func explainsNothingElse(
    _ options: [String], _ errors: String, _ status: Int32
  ) throws {
    let run = try CommandRun(["explain"] + options, input: TraceSample.machine + TraceSample.steps)
    #expect(run.output == "")
    #expect(run.errors == errors)
    #expect(run.status == status)
  }

  /// Without a decision there is the result, and the rule that was broken.
  @Test(arguments: [
    ("2", "memory_group_register_static(nid 0, max_pages 32768) = 0\n"),
    ("3", "add_memory(start_pfn 131072, nr_pages 32768, mgid 0) = 0\n"),
    (
      "6",
      "write_state(block 4, \"online\") = -22\nRefused: the block is in that state already.\n"
    ),
  ])
  func explainsOtherOperations(_ line: String, _ text: String) throws {
    let run = try CommandRun(
      ["explain", "--line", line], input: TraceSample.machine + TraceSample.steps)
    #expect(run.output == "<stdin>:\(line)\n\n" + text)
    #expect(run.status == 0)
  }

  @Test
  func tellsWhatADecisionCameTo() throws {
    let notifier = #"{"op":"set_notifier","action":"MEM_GOING_ONLINE","errno":12}"# + "\n"
    let run = try CommandRun(
      ["explain", "--line", "6"],
      input: TraceSample.machine
        + TraceSample.steps.replacing(#"{"op":"read"#, with: notifier + #"{"op":"read"#))
    #expect(
      run.output.contains(
        """
        write_state(block 4, "online") = -12
        Refused: a notifier refused with error 12.

        """))
    #expect(run.status == 0)
  }
}

/// Memory that isn't what its group or its blocks are.
struct TraceRemarkTests {
  /// 502 MiB that a driver trims to three blocks.
  private let trace =
    TraceSample.machine + """
      {"op":"memory_group_register_static","nid":0,"max_pages":128512}
      {"op":"add_memory","mgid":0,"start_pfn":11078144,"nr_pages":128512}
      {"op":"add_memory","mgid":0,"start_pfn":11108352,"nr_pages":98304}
      {"op":"add_memory","nid":0,"start_pfn":11141120,"nr_pages":32768}
      {"op":"memory_group_register_dynamic","nid":0,"unit_pages":65536}
      {"op":"add_memory","mgid":1,"start_pfn":3276800,"nr_pages":32768}
      {"op":"memory_group_register_static","nid":0,"max_pages":32768}
      {"op":"add_memory","mgid":2,"start_pfn":6553600,"nr_pages":65536}
      {"op":"remove_memory","start_pfn":6553600,"nr_pages":65536}
      {"op":"memory_group_unregister","mgid":2}
      {"op":"memory_group_register_static","nid":0,"max_pages":32768}
      {"op":"add_memory","mgid":2,"start_pfn":6553600,"nr_pages":32768}
      {"op":"memory_group_register_static","nid":0,"max_pages":64}

      """

  private let larger =
    "Remark: group 0 is a device of 128512 pages (502 MiB), but the trace never adds more than "
    + "98304 pages (384 MiB) to it; the ratio is asked for the whole device."

  @Test
  func remarksOnRangesAndGroups() throws {
    let expected: [(Int, [String])] = [
      (
        2,
        [
          "memory_group_register_static(nid 0, max_pages 128512) = 0",
          "Remark: max_pages 128512 is 3 blocks and 30208 pages (118 MiB): only whole blocks can "
            + "be added.", larger,
        ]
      ),
      (
        5,
        [
          "add_memory(start_pfn 11141120, nr_pages 32768, nid 0) = -17",
          "Refused: there is memory in the range already.",
          "Remark: there is memory340: offline, node 0, group 0.",
        ]
      ),
      (
        6,
        [
          "memory_group_register_dynamic(nid 0, unit_pages 65536) = 1",
          "Remark: group 1 has units of 65536 pages (256 MiB), but the trace never adds more "
            + "than 32768 pages (128 MiB) to it; the ratio is asked for whole units.",
        ]
      ),
      (
        8,
        [
          "memory_group_register_static(nid 0, max_pages 32768) = 2",
          "Remark: group 2 is a device of 32768 pages (128 MiB), but the trace adds 65536 pages "
            + "(256 MiB) to it; the ratio isn't asked for what is beyond its size.",
        ]
      ),
      // Another group with the number of one that is gone.
      (12, ["memory_group_register_static(nid 0, max_pages 32768) = 2"]),
    ]
    for (line, lines) in expected {
      let run = try CommandRun(["explain", "--line", "\(line)"], input: trace)
      #expect(run.output.split(separator: "\n").dropFirst().map(String.init) == lines)
      #expect(run.status == 0)
    }
    // The range of a device, trimmed to whole blocks.
    let run = try CommandRun(["explain", "--line", "3"], input: trace)
    #expect(
      run.output.contains(
        """
        Refused: the range is not made of whole memory blocks.
        Remark: with blocks of 32768 pages (128 MiB) the range starts 2560 pages (10 MiB) into \
        block 338 and ends at block 342; whole blocks in it are 339 to 341, start_pfn 11108352, \
        nr_pages 98304.

        """))
  }
}
