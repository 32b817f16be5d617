// SPDX-License-Identifier: MIT

import Cases
public import Conformance
import TextFiles

/// A divergence of histories as text for a terminal: what it is, where it was
/// found, the minimal history with both machines' results, what differs after it,
/// and how to see it again.
public struct HistoryDivergenceText: Sendable {
  private let divergence: HistoryDivergence
  private let tables: HistoryTables

  /// Creates the text of one of a report's divergences.
  public init(_ divergence: HistoryDivergence, in report: DifferentialReport) {
    self.divergence = divergence
    tables = HistoryTables(divergence, in: report)
  }

  /// Creates the text of one of an exploration's divergences.
  public init(_ divergence: HistoryDivergence, in report: ExplorationReport) {
    self.divergence = divergence
    tables = HistoryTables(divergence, report.subject, report.reference)
  }
}

extension HistoryDivergenceText {
  /// The text; it ends with a newline.
  public func text(style: TextStyle = .plain) -> String {
    var text = style.apply(.bad, to: "DIVERGENCE") + "  "
    text += style.apply(.strong, to: divergence.kind.description.visible) + "\n"
    text +=
      divergence.caseCount == 1 ? "in 1 history" : "in \(divergence.caseCount.grouped) histories"
    if let strategy = divergence.strategy {
      text += ", first found by \(strategy.name), history \(divergence.index)\n"
      text += "minimal history: \(divergence.shrunk.size)"
      text += " (as found: \(divergence.original.size))\n\n"
    } else {
      text += ", shortest one from boot state \(divergence.index)\n"
      text += "minimal history: \(divergence.shrunk.size)\n\n"
    }

    for table in tables.machine + [tables.operations, tables.differences]
    where !table.rows.isEmpty {
      text += table.text(style: style).indented(by: "  ")
    }
    text += "\n" + style.apply(.strong, to: "minimal history as a trace") + "\n"
    text += divergence.expectedTrace.lines
    text += style.apply(.strong, to: "run the history as found again") + "\n"
    text += divergence.replay.visible + "\n"
    return text
  }
}

extension Trace {
  /// The trace's size in words, as `3 operations, 1 node`.
  package var size: String {
    func count(_ number: Int, _ thing: String) -> String {
      "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
    return count(steps.count, "operation") + ", " + count(machine.nodes.count, "node")
  }
}
