// SPDX-License-Identifier: MIT

import Cases
public import Conformance
import TextFiles

/// What a run says about two implementations.
public enum RunVerdict: String, Sendable {
  /// All cases were run, and the implementations agree on them.
  case agree
  /// The implementations disagree, whether or not all cases were run.
  case diverge
  /// The implementations agree on the cases that were run before the end.
  case stopped
  /// No case was compared, so there is nothing to say.
  case empty
  /// One of them can't do what was to be compared.
  case notCompared = "not compared"
}

extension DifferentialReport {
  /// The verdict.
  public var verdict: RunVerdict {
    if divergenceCount > 0 || !divergences.isEmpty || !historyDivergences.isEmpty {
      return .diverge
    }
    if incomparable != nil { return .notCompared }
    if cases <= declined { return .empty }
    return stop == nil && cases >= declaredCases ? .agree : .stopped
  }

  /// The cases that the run was to compare.
  public var declaredCases: UInt64 {
    sources.reduce(0) {
      let (sum, overflows) = $0.addingReportingOverflow($1.declaredCases)
      return overflows ? .max : sum
    }
  }

  /// The verdict in one sentence without the figures around it.
  var verdictSentence: String { verdictSentence(unequal: "!=") }

  /// The verdict in one sentence with a sign for "differs from".
  func verdictSentence(unequal sign: String) -> String {
    ([comparison(unequal: sign)] + unsaid.map { "\($0.name) is silent on \($0.gaps)" })
      .joined(separator: "; ")
  }

  /// Who can't say all, and what, so that it wasn't compared.
  var unsaid: [(name: String, gaps: String)] {
    [subject, reference].filter { !$0.gaps.isEmpty }.map {
      ($0.name.visible, $0.gaps.map(\.visible).joined(separator: ", "))
    }
  }

  private func comparison(unequal sign: String) -> String {
    let (left, right) = (subject.name.visible, reference.name.visible)
    let total =
      "\(cases.grouped) case\(cases == 1 ? "" : "s")"
      + (declined == 0 ? "" : ", \(declined.grouped) of them declined")
    let scope = comparesIntermediates ? "" : ", results only,"
    switch verdict {
    case .agree:
      return "\(left) = \(right)\(scope) on \(total)"
    case .diverge:
      let end = stop.map { "; \($0.words)" } ?? ""
      return "\(left) \(sign) \(right)\(scope) in \(divergenceCount.grouped) of \(total)\(end)"
    case .stopped:
      let end = stop.map { "; \($0.words)" } ?? ""
      return "\(left) = \(right)\(scope) on \(cases.grouped)"
        + " of \(declaredCases.grouped) cases"
        + (declined == 0 ? end : ", \(declined.grouped) of them declined\(end)")
    case .notCompared:
      return "\(left) and \(right): \((incomparable ?? "").visible)"
    case .empty:
      return cases == 0
        ? "no case of \(left) and \(right) was run"
        : "\(left) and \(right): all of \(total)"
    }
  }

  /// Whether every value is compared or the results only; of histories it is
  /// always the states too.
  var comparesIntermediates: Bool {
    strategies.contains(where: \.strategy.makesHistories)
      || !subject.fields.intersection(reference.fields).isSubset(of: .results)
  }

  /// Whether libraries judge the histories.
  var isJudged: Bool { subject.judgesHistories || reference.judgesHistories }

  /// The cases that one of the implementations declined to answer.
  var declined: UInt64 { tallies.values.reduce(0) { $0 &+ $1.declined } }

  /// The strategies that made cases, in the order of `Strategy`.
  var strategies: [(strategy: Strategy, tally: Tally)] {
    Strategy.allCases.compactMap { strategy in
      tallies[strategy].map { (strategy, $0) }
    }
  }

  /// The counts of all strategies together.
  var total: Tally {
    var total = Tally()
    for (_, tally) in strategies { total.add(tally) }
    return total
  }
}

extension DifferentialReport.Stop {
  /// The reason in words.
  var words: String {
    switch self {
    case .maxDivergences: "stopped after enough kinds of divergences"
    case .time: "stopped when the time was up"
    case .interrupted: "interrupted"
    }
  }
}
