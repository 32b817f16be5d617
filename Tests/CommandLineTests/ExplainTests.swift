// SPDX-License-Identifier: MIT

import Testing

struct ExplainTests {
  @Test
  func tellsEveryValue() throws {
    let run = try CommandRun(
      ["explain", "--with", "both"],
      input: Line.test("a", pages: 3_156_214, expect: #"{"can_online_movable":true}"#))
    #expect(
      run.output == """
        a

        auto_movable_can_online_movable(-1, NULL, 3156214) = false
        Refused system-wide: the movable memory would be above the limit by 1 page (4 KiB).
        Expected: true, which DIFFERS.
        swift and c agree on every value.

        Movable with
          auto_movable_ratio=302    301 is not enough
          boot memory of node 0     1 page (4 KiB) more; one page less is not enough

        Question
          nid            -1  NUMA_NO_NODE, all online nodes
          nr_pages  3156214  12328.96 MiB

        Parameters
          online_policy            auto-movable
          auto_movable_ratio                301  percent
          auto_movable_numa_aware             Y
          movable_node                        N

        Ratio test, NUMA_NO_NODE, all online nodes
          kernel_early_pages      1048576  4 GiB, of the zones
          movable_pages                 0  0 KiB, of the zones
          req_kernel_early_pages        0  0 KiB, needed by other devices
          group movable_pages           0  0 KiB, of other dynamic groups, not counted
          kernel_early_pages      1048576  4 GiB, less the need, with the dynamic group's own kernel pages
          movable_pages           3156214  12328.96 MiB, less the groups', with the pages asked about
          limit                   3156213  12328.95 MiB, 301 * kernel_early_pages / 100
          refused                          movable_pages > limit

          Populated zones, NUMA_NO_NODE, all online nodes
            node 0 Normal    present_early_pages 1048576, cma_pages 0

        """)
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test
  func choosesByID() throws {
    let lines = Line.test("a", pages: 1) + Line.zone("b", nid: 0)
    let run = try CommandRun(["explain", "--id", "b"], input: lines)
    #expect(
      run.output.hasPrefix(
        "b\n\nzone_for_pfn_range(online, 0, NULL, 2097152, 32768) = Movable of node 0\n"))
    #expect(run.status == 0)

    let ambiguous = try CommandRun(["explain"], input: lines)
    #expect(ambiguous.errors == "<stdin>:2: a second vector; choose one with --id\n")
    #expect(ambiguous.status == 65)

    let missing = try CommandRun(["explain", "--id", "c"], input: lines)
    #expect(missing.errors == "<stdin>: no vector has the id c\n")
    #expect(missing.status == 65)

    let empty = try CommandRun(["explain"])
    #expect(empty.errors == "<stdin>: no vectors\n")
    #expect(empty.status == 65)
  }
}
