// SPDX-License-Identifier: MIT

import Cases
public import Conformance
import TextFiles

/// What came of an exploration as text for a terminal; the last line is the verdict.
public struct ExplorationText: Sendable {
  private let report: ExplorationReport

  /// Creates the text of a report.
  public init(_ report: ExplorationReport) { self.report = report }
}

extension ExplorationText {
  /// The text; it ends with a newline.
  ///
  /// - Parameter includesTiming: Whether it has times, which differ from run to run.
  public func text(style: TextStyle = .plain, includesTiming: Bool = true) -> String {
    var text = ""
    for divergence in report.divergences {
      text += HistoryDivergenceText(divergence, in: report).text(style: style) + "\n"
    }
    for property in report.properties {
      text += self.text(of: property, style: style)
    }
    if !report.counts.counts.isEmpty { text += operations.text(style: style) }
    text += "scope        \(report.scope.name)"
    if report.shard.count > 1 { text += ", shard \(report.shard)" }
    text += "\n"
    let isPartial = report.completeBoots < report.boots
    text += "boot states  \(UInt64(report.boots).grouped)"
    text += isPartial ? ", \(UInt64(report.completeBoots).grouped) of them to the end\n" : "\n"
    text += "states       \(report.states.grouped)\n"
    text += "steps        \(report.steps.grouped), at most \(report.depth + 1) in a row\n"
    if includesTiming, let rate = report.stepsPerSecond {
      text += "rate         \(rate.grouped) steps/s\n"
    }
    return text + verdictLine(style: style, includesTiming: includesTiming) + "\n"
  }

  /// The verdict in one line, without a newline.
  func verdictLine(style: TextStyle, includesTiming: Bool) -> String {
    let (emphasis, word, sentence): (TextStyle.Emphasis, String, String) =
      if !report.divergences.isEmpty {
        (.bad, "DIVERGE", "\(names) after \(report.divergences[0].shrunk.size)")
      } else if report.stop == .memory {
        (.warning, "NOT COMPLETED", "no memory for all states, raise --memory; \(agreement)")
      } else if report.stop == .interrupted {
        (.warning, "STOPPED", "interrupted; \(agreement)")
      } else if !report.brokenProperties.isEmpty {
        (
          .bad, "BROKEN",
          "\(report.brokenProperties.count) of \(report.properties.count) properties; \(agreement)"
        )
      } else if report.properties.isEmpty {
        (.good, "AGREE", agreement)
      } else {
        (.good, "HOLDS", "\(report.properties.count) properties; \(agreement)")
      }
    let line = style.apply(emphasis, to: word) + "  " + sentence
    guard includesTiming else { return line }
    return line
      + " (\(report.elapsed.spoken), \(report.jobs) job\(report.jobs == 1 ? "" : "s"))"
  }

  private var names: String {
    "\(report.subject.name.visible) \u{2260} \(report.reference.name.visible)"
  }

  private var agreement: String {
    "\(report.subject.name.visible) = \(report.reference.name.visible) in \(report.states.grouped) states of \(report.scope.name), \(report.steps.grouped) steps"
  }

  private var operations: ReportTable {
    ReportTable(
      "operations", report.counts.sorted,
      [
        TableField(title: "function or file", alignment: .leading) {
          .init(text: $0.key.operation)
        },
        TableField(title: "gives", alignment: .leading) { .init(text: "\($0.key.outcome)") },
        TableField(title: "steps") { .init(text: $0.count.grouped) },
      ])
  }

  private func text(of property: ExplorationReport.Property, style: TextStyle) -> String {
    let counts = "\(property.states.grouped) states, \(property.steps.grouped) steps"
    guard let violation = property.violation else {
      let (word, words) =
        property.boots == 0
        ? (style.apply(.warning, to: "NOT ABOUT"), "no boot state of \(report.scope.name)")
        : report.stop == nil
          ? (style.apply(.good, to: "HOLDS"), "in all \(counts) of \(report.scope.name)")
          : (style.apply(.warning, to: "OPEN"), "not broken in \(counts)")
      return "\(word)  \(property.property.name): \(property.property.claim)\n  \(words)\n\n"
    }
    var text = style.apply(.bad, to: "BROKEN") + "  \(property.property.name): "
    text += "\(property.property.claim)\n"
    text += "  says: \(property.property.source)\n"
    text += "  breaks it: \(violation.words)\n"
    text += "  a shortest history, \(violation.trace.size), from boot state \(violation.boot):\n"
    for (index, step) in violation.trace.steps.enumerated() {
      text += "    \(index)  \(step.operation)  \(step.expect?.jsonText.visible ?? "")\n"
    }
    return text + "\n" + violation.trace.lines.indented(by: "  ") + "\n"
  }
}

extension ExplorationReport {
  /// The operations tried per second, or `nil` if no time went by.
  var stepsPerSecond: UInt64? { elapsed.rate(of: steps) }
}
