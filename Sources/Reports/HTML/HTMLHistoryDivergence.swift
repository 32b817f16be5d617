// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// One divergence of histories as an article of the HTML report.
struct HTMLHistoryDivergence {
  let divergence: HistoryDivergence
  let number: Int
  let report: DifferentialReport

  init(_ divergence: HistoryDivergence, number: Int, in report: DifferentialReport) {
    self.divergence = divergence
    self.number = number
    self.report = report
  }

  var text: String {
    let tables = HistoryTables(divergence, in: report)
    // The parameters are too many for a line.
    let machine = [tables.machine[0].htmlList] + tables.machine.dropFirst().map(\.html)
    let differences =
      tables.differences.rows.isEmpty ? [] : [tables.differences.html { _ in true }]
    let shown = machine + [tables.operations.html { $0[0].text == ">" }] + differences
    return """
      <article id="divergence-\(number)">
      <h3><span>\(number)</span> <code>\(divergence.kind.description.breakableMarkup)</code></h3>
      <p>In \(divergence.caseCount.grouped) \(divergence.caseCount == 1 ? "history" : "histories"). \
      First found by <em>\(divergence.strategy?.name ?? "exploring")</em>, history \(divergence.index), \
      with \(divergence.original.size); shrunk to \(divergence.shrunk.size).</p>
      <h4>Minimal history</h4>
      \(shown.joined(separator: "\n"))
      <h4>The minimal history as a trace</h4>
      <pre>\(divergence.expectedTrace.lines.markup)</pre>
      <h4>To run the history as found again</h4>
      <pre>\(divergence.replay.visible.markup)</pre>
      </article>
      """
  }
}
