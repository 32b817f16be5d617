// SPDX-License-Identifier: MIT

import Cases
public import Conformance
import TextFiles

/// The text at the end of a run, whose last line is the verdict.
public struct RunSummary: Sendable {
  private let report: DifferentialReport
  private let includesTiming: Bool

  /// Creates the summary of a run.
  public init(_ report: DifferentialReport, includesTiming: Bool = true) {
    self.report = report
    self.includesTiming = includesTiming
  }
}

extension RunSummary {
  /// The verdict in one line, without a newline, such as
  /// `AGREE  swift = c on 19,482,880 cases (checksum 0x…, 4.1 s, 2 jobs)`.
  public func verdictLine(style: TextStyle = .plain) -> String {
    let emphasis: TextStyle.Emphasis =
      switch report.verdict {
      case .agree: .good
      case .diverge: .bad
      case .stopped, .empty, .notCompared: .warning
      }
    var facts = ["checksum \(report.checksum.hexadecimal)"]
    if report.shard.count > 1 {
      facts.append("shard \(report.shard)")
    }
    if includesTiming {
      facts.append(report.elapsed.spoken)
      facts.append("\(report.jobs) job\(report.jobs == 1 ? "" : "s")")
    }
    let line =
      style.apply(emphasis, to: report.verdict.rawValue.uppercased())
      + "  \(report.verdictSentence)"
    // Nothing has no checksum.
    guard report.verdict != .empty, report.verdict != .notCompared else { return line }
    return line + " (\(facts.joined(separator: ", ")))"
  }

  /// What was compared, the counts, and the verdict; ends with a newline.
  public func text(style: TextStyle = .plain) -> String {
    var text = ""
    if !report.sources.isEmpty {
      text += sources.text(style: style)
    }
    if !report.tallies.isEmpty {
      text += strategies.text(style: style)
    }
    if !kinds.rows.isEmpty { text += kinds.text(style: style) }
    let operations = report.total.operations
    if operations > 0 { text += "steps     \(operations.grouped) operations" + judged + "\n" }
    text += "seed      \(report.seed)\n"
    text += "checksum  \(report.checksum.hexadecimal)\n"
    if includesTiming, let rate = report.casesPerSecond {
      text += "rate      \(rate.grouped) cases/s\n"
    }
    return text + verdictLine(style: style) + "\n"
  }

  /// How many operations libraries had a say in, if there are any.
  private var judged: String {
    guard report.isJudged else { return "" }
    let names = [report.subject, report.reference].filter(\.judgesHistories).map(\.name.visible)
    return ", \(report.total.judgedOperations.grouped) of them judged by "
      + names.joined(separator: " and ")
  }

  private var sources: ReportTable {
    ReportTable(
      title: "sources",
      columns: [
        .init(title: "name", alignment: .leading),
        .init(title: "cases", alignment: .trailing),
        .init(title: "of", alignment: .trailing),
      ],
      rows: report.sources.map {
        [
          .init(text: $0.name.visible), .init(text: $0.cases.grouped),
          .init(text: $0.declaredCases.grouped),
        ]
      })
  }

  private var strategies: ReportTable {
    ReportTable(
      title: "strategies",
      columns: [
        .init(title: "name", alignment: .leading),
        .init(title: "cases", alignment: .trailing),
        .init(title: "divergent", alignment: .trailing),
      ],
      rows: report.strategies.map {
        [
          .init(text: $0.strategy.name), .init(text: $0.tally.cases.grouped),
          .init(text: $0.tally.divergences.grouped),
        ]
      })
  }
}

extension RunSummary {
  /// How many cases showed each kind of divergence.
  private var kinds: ReportTable {
    var rows =
      report.divergences.map { ($0.kind.description, $0.caseCount) }
      + report.historyDivergences.map { ($0.kind.description, $0.caseCount) }
    if report.otherDivergences > 0 { rows.append(("others", report.otherDivergences)) }
    return ReportTable(
      "divergences", rows,
      [
        TableField(title: "kind", alignment: .leading) { .init(text: $0.0.visible) },
        TableField(title: "cases") { .init(text: $0.1.grouped) },
      ])
  }
}

extension DifferentialReport {
  /// The cases run per second, or `nil` if no time went by.
  var casesPerSecond: UInt64? { elapsed.rate(of: cases) }
}
