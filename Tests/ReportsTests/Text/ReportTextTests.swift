// SPDX-License-Identifier: MIT

import Testing

@testable import Cases
@testable import Conformance
@testable import Reports

@Suite struct ReportTextTests {
  @Test func `Verdict lines`() {
    let lines = ReportFixtures.all.map { RunSummary($0.report).verdictLine() }
    #expect(
      lines == [
        "AGREE  swift = c on 1,234 cases (checksum 0x0123456789abcdef, 4.1 s, 2 jobs)",
        "DIVERGE  swift != c in 18 of 1,234 cases; stopped after enough kinds of divergences "
          + "(checksum 0x0123456789abcdef, shard 2/8, 4.1 s, 2 jobs)",
        "STOPPED  swift = c on 1,234 of 6,000 cases; interrupted "
          + "(checksum 0x0123456789abcdef, 4.1 s, 2 jobs)",
        "EMPTY  no case of swift and c was run",
        "DIVERGE  swift != library.so, results only, in 18 of 1,234 cases; "
          + "stopped after enough kinds of divergences "
          + "(checksum 0x0123456789abcdef, shard 2/8, 4.1 s, 2 jobs)",
        "AGREE  swift = c on 1,234 cases; c is silent on parameters, hook<>() "
          + "(checksum 0x0123456789abcdef, 4.1 s, 2 jobs)",
        "NOT COMPARED  swift and c: c makes single decisions only",
      ])
  }

  @Test func `Summary`() {
    #expect(
      RunSummary(ReportFixtures.agreeing, includesTiming: false).text() == """
        sources
          name      cases     of
          boundary  1,000  1,000
          uniform     234    234
        strategies
          name      cases  divergent
          boundary  1,000          0
          uniform     234          0
        seed      1
        checksum  0x0123456789abcdef
        AGREE  swift = c on 1,234 cases (checksum 0x0123456789abcdef)

        """)
  }

  @Test func `A divergence at the limit`() {
    let report = ReportFixtures.diverging
    let divergence = report.divergences[0]
    #expect(
      DivergenceText(divergence, in: report).text() == """
        DIVERGENCE  auto_movable_can_online_movable (system-wide): limit: refused instead of allowed
        in 1 case, first found by boundary, case 41
        minimal case: 1 node, 1 group \
        (as found: 2 nodes, 1 group, 1 run of sections)

          params
            online_policy  auto_movable_ratio  auto_movable_numa_aware  movable_node
            auto-movable                  301  true                     false
          nodes
            nid  zone    present_pages  present_early_pages  zone_start_pfn  spanned_pages
              0  Normal          40000                40000       1048576 *        40000 *
          groups
            mgid  nid  kind     unit_pages  present_kernel_pages  present_movable_pages
               0    0  dynamic       32768                     0                      0
          query
            function            online_type  nid  mgid  start_pfn  nr_pages
            zone_for_pfn_range  online         0  none  2097152 *    120400
          * any other value that was tried also fails

                                                  swift               c
          device or unit
            online_pages                              0               0
            tested_pages                         120400          120400
          system-wide test
            kernel_early_pages                    40000           40000
            movable_pages                             0               0
            req_kernel_early_pages                    0               0
            group_movable_pages                       0               0
            kernel_pages                          40000           40000
            online_movable_pages                 120400          120400
            limit                                120400          120400
          > ended by                     limit: refused  limit: allowed
          test of the node
          ! kernel_early_pages                        -           40000
            movable_pages                             -               0
            req_kernel_early_pages                    -               0
            group_movable_pages                       -               0
          ! kernel_pages                              -           40000
          ! online_movable_pages                      -          120400
          ! limit                                     -          120400
          ! ended by                          not asked  limit: allowed
          lookup of a kernel zone
          ! kernel zone looked up                   yes              no
          ! kernel_pfn                          2097152               -
          ! kernel_nr_pages                      120400               -
          result
          ! settled by              refused system-wide     ratio holds
          ! zone                                 Normal         Movable
            nid                                       0               0

        minimal case as a vector
        \(divergence.shrunk.line)
        run the case as found again
        automovable diff --seed 1 --strategy boundary --case 41

        """)
  }

  @Test func `Values that wrapped have hints`() {
    let report = ReportFixtures.diverging
    let text = DivergenceText(report.divergences[1], in: report).text()
    #expect(text.contains("18446744073709551615 (-1)"))
    #expect(text.contains("9223372036854775808 (2^63)"))
    #expect(text.contains("18446744073709518848 (-32768)"))
    let marked = text.split(separator: "\n").filter { $0.hasPrefix("  > ") }
    #expect(marked.count == 1)
    #expect(marked.first?.contains("movable_pages") == true)
  }

  @Test func `Values that nobody told are neither shown nor different`() {
    let report = ReportFixtures.resultsOnly
    let lines = DivergenceText(report.divergences[0], in: report).text()
      .split(separator: "\n")
    #expect(lines.contains { $0.contains(" limit ") && $0.hasSuffix("?") })
    let marked = lines.filter { $0.hasPrefix("  > ") || $0.hasPrefix("  ! ") }
    #expect(marked.count == 1)
    #expect(marked.first?.hasPrefix("  > zone ") == true)
  }

  @Test func `Colour adds nothing but escape sequences`() throws {
    let pattern = try Regex("\u{1B}\\[[0-9;]*m")
    for (_, report) in ReportFixtures.all {
      let summary = RunSummary(report)
      #expect(summary.text(style: .colored).replacing(pattern, with: "") == summary.text())
      #expect(summary.text(style: .colored) != summary.text())
      for divergence in report.divergences {
        let table = DivergenceText(divergence, in: report)
        #expect(table.text(style: .colored).replacing(pattern, with: "") == table.text())
      }
    }
  }

  @Test func `KTAP`() {
    #expect(
      ReportFormat.ktap.text(of: ReportFixtures.stopped, includesTiming: false) == """
        KTAP version 1
        1..2
            KTAP version 1
            # Subtest: sources
            1..2
            # boundary: 1,000 of 1,000 cases
            ok 1 boundary
            ok 2 uniform # SKIP 234 of 5,000 cases run; interrupted
        # sources: pass:1 fail:0 skip:1 total:2
        # Totals: pass:1 fail:0 skip:1 total:2
        ok 1 sources
            KTAP version 1
            # Subtest: strategies
            1..2
            # boundary: 1,000 cases
            ok 1 boundary
            # uniform: 234 cases
            ok 2 uniform
        # strategies: pass:2 fail:0 skip:0 total:2
        # Totals: pass:2 fail:0 skip:0 total:2
        ok 2 strategies
        # STOPPED  swift = c on 1,234 of 6,000 cases; interrupted (checksum 0x0123456789abcdef)

        """)
    let failing = ReportFormat.ktap.text(of: ReportFixtures.diverging, includesTiming: true)
    #expect(failing.contains("\n    not ok 1 boundary\n"))
    #expect(failing.hasPrefix("KTAP version 1\n1..2\n"))
    #expect(failing.contains("\nnot ok 2 strategies\n"))
  }
}
