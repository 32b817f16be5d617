// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// One divergence as an article of the HTML report.
struct HTMLDivergence {
  let divergence: Divergence
  let number: Int
  let report: DifferentialReport

  init(_ divergence: Divergence, number: Int, in report: DifferentialReport) {
    self.divergence = divergence
    self.number = number
    self.report = report
  }

  var text: String {
    let tables = CaseTables(
      divergence.shrunk, irrelevantInputs: divergence.irrelevantInputs
    ).tables
    let note = divergence.shrunk.note.map { "<p>\($0.visible.markup)</p>\n" } ?? ""
    let remark =
      divergence.irrelevantInputs.isEmpty
      ? "" : "<p class=\"remark\">* Any other value that was tried also fails.</p>\n"
    return """
      <article id="divergence-\(number)">
      <h3><span>\(number)</span> <code>\(divergence.kind.description.breakableMarkup)</code></h3>
      <p>In \(divergence.caseCount.grouped) \(divergence.caseCount == 1 ? "case" : "cases"). \
      First found by <em>\(divergence.strategy.name)</em>, case \(divergence.index), \
      with \(divergence.original.size); shrunk to \(divergence.shrunk.size).</p>
      \(note)<h4>Minimal case</h4>
      \(tables.map(\.html).joined(separator: "\n"))
      \(remark)<h4>Both answers</h4>
      \(answers)
      <h4>The minimal case as a vector</h4>
      <pre>\(divergence.shrunk.line.markup)</pre>
      <h4>To run the case as found again</h4>
      <pre>\(divergence.replay.visible.markup)</pre>
      </article>
      """
  }

  private var answers: String {
    let comparison = AnswerComparison(divergence, in: report)
    let sections = comparison.sections.map { section in
      """
      <tbody>
      <tr><th scope="rowgroup" colspan="3">\(section.title.markup)</th></tr>
      \(section.rows.map(row).joined(separator: "\n"))
      </tbody>
      """
    }
    return HTMLReport.scrolling(
      "Both answers",
      """
      <table class="answers">
      <thead><tr><th scope="col">Value</th>\
      <th scope="col" class="number">\(report.subject.name.markup)</th>\
      <th scope="col" class="number">\(report.reference.name.markup)</th></tr></thead>
      \(sections.joined(separator: "\n"))
      </table>
      """)
  }

  private func row(_ row: AnswerComparison.Row) -> String {
    let kind = row.isFirstDifference ? " class=\"first\"" : row.differs ? " class=\"differs\"" : ""
    let mark =
      row.isFirstDifference
      ? "<small>first difference</small>" : row.differs ? "<small>differs</small>" : ""
    return """
      <tr\(kind)><th scope="row">\(row.label.markup)\(mark)</th>\
      <td class="number">\(row.subject.html)</td>\
      <td class="number">\(row.reference.html)</td></tr>
      """
  }
}
