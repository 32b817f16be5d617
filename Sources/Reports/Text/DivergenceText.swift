// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
public import Conformance
import TextFiles

/// A divergence as text for a terminal: what it is, where it was found, the
/// minimal case, both answers side by side, and how to see it again.
public struct DivergenceText: Sendable {
  private let divergence: Divergence
  private let report: DifferentialReport

  /// Creates the text of one of a report's divergences.
  public init(_ divergence: Divergence, in report: DifferentialReport) {
    self.divergence = divergence
    self.report = report
  }
}

extension DivergenceText {
  /// The text; it ends with a newline, and every line fits its content however
  /// wide that is.
  public func text(style: TextStyle = .plain) -> String {
    var text = style.apply(.bad, to: "DIVERGENCE") + "  "
    text += style.apply(.strong, to: divergence.kind.description) + "\n"
    text += divergence.caseCount == 1 ? "in 1 case" : "in \(divergence.caseCount.grouped) cases"
    text += ", first found by \(divergence.strategy.name), case \(divergence.index)\n"
    text += "minimal case: \(divergence.shrunk.size)"
    text += " (as found: \(divergence.original.size))\n"
    if let note = divergence.shrunk.note { text += "note: \(note.visible)\n" }
    text += "\n"

    let tables = CaseTables(
      divergence.shrunk, irrelevantInputs: divergence.irrelevantInputs
    ).tables
    for table in tables { text += table.text(style: style).indented(by: "  ") }
    if !divergence.irrelevantInputs.isEmpty {
      text += "  * any other value that was tried also fails\n"
    }
    text += "\n" + answers(style) + "\n"

    text += style.apply(.strong, to: "minimal case as a vector") + "\n"
    text += divergence.shrunk.line + "\n"
    text += style.apply(.strong, to: "run the case as found again") + "\n"
    text += divergence.replay.visible + "\n"
    return text
  }

  /// The answers side by side; `>` marks the first value that differs, `!` the
  /// other ones.
  private func answers(_ style: TextStyle) -> String {
    let comparison = AnswerComparison(divergence, in: report)
    let rows = comparison.sections.flatMap(\.rows)
    func width(_ title: String, _ text: (AnswerComparison.Row) -> String) -> Int {
      rows.reduce(title.count) { max($0, text($1).count) }
    }
    let (left, right) = (report.subject.name.visible, report.reference.name.visible)
    let labelWidth = width("") { $0.label }
    let subjectWidth = width(left) { $0.subject.plainText }
    let referenceWidth = width(right) { $0.reference.plainText }
    func line(_ mark: String, _ label: String, _ subject: String, _ reference: String)
      -> String
    {
      "\(mark) " + label.padded(to: labelWidth) + "  "
        + subject.padded(to: subjectWidth, .trailing) + "  "
        + reference.padded(to: referenceWidth, .trailing)
    }
    var text = style.apply(.faint, to: line("   ", "", left, right)) + "\n"
    for section in comparison.sections {
      text += "  " + style.apply(.strong, to: section.title) + "\n"
      for row in section.rows {
        let mark = row.isFirstDifference ? "  >" : row.differs ? "  !" : "   "
        let line = line(
          mark, row.label, row.subject.plainText, row.reference.plainText)
        text +=
          row.isFirstDifference
          ? style.apply(.bad, to: line)
          : row.differs ? style.apply(.warning, to: line) : line
        text += "\n"
      }
    }
    return text
  }
}

extension DecisionVector {
  /// The machine's size in words, as `2 nodes, 1 group`.
  var size: String {
    func count(_ number: Int, _ thing: String) -> String {
      "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
    var parts = [
      count(state.nodes.count, "node"), count(state.groups.groups.count, "group"),
    ]
    if !state.sections.isEmpty {
      parts.append(count(state.sections.count, "run") + " of sections")
    }
    return parts.joined(separator: ", ")
  }
}
