// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// A report in the terms of test protocols.
struct TestOutline {
  struct Test {
    let name: String
    /// What was counted, in words.
    let remark: String
    let outcome: Outcome
  }

  enum Outcome {
    case passed
    case skipped(reason: String)
    case failed(message: String, details: String)

    var isFailed: Bool {
      if case .failed = self { true } else { false }
    }

    var isSkipped: Bool {
      if case .skipped = self { true } else { false }
    }
  }

  /// One test a source: that all its cases were run.
  let sources: [Test]

  /// One test a strategy: that no case of it diverged.
  let strategies: [Test]

  /// One test for all that one of the implementations can't say, skipped; and one
  /// for what couldn't be compared at all.
  let silence: [Test]

  /// The tests by the names of their suites, in order. Only silence may be left out:
  /// that there is nothing to say of a source or a strategy is worth a word.
  var suites: [(name: String, tests: [Test])] {
    let always = [("sources", sources), ("strategies", strategies)]
    return silence.isEmpty ? always : always + [("silence", silence)]
  }

  init(_ report: DifferentialReport) {
    let whole = report.incomparable.map {
      [
        Test(
          name: "comparison", remark: $0, outcome: .skipped(reason: "not compared: \($0.visible)"))
      ]
    }
    silence =
      (whole ?? [])
      + [report.subject, report.reference].flatMap { implementation in
        implementation.gaps.map { gap in
          Test(
            name: "\(gap) of \(implementation.name)", remark: gap,
            outcome: .skipped(reason: "\(implementation.name.visible) is silent on it"))
        }
      }
    sources = report.sources.map { source in
      let count = "\(source.cases.grouped) of \(source.declaredCases.grouped) cases"
      let isWhole = source.cases >= source.declaredCases
      let end = report.stop?.words ?? "incomplete"
      return Test(
        name: source.name, remark: count,
        outcome: isWhole ? .passed : .skipped(reason: "\(count) run; \(end)"))
    }
    strategies = report.strategies.map { strategy, tally in
      let found =
        report.divergences.filter { $0.strategy == strategy }.map {
          (kind: $0.kind.description, text: DivergenceText($0, in: report).text())
        }
        + report.historyDivergences.filter { $0.strategy == strategy }.map {
          (kind: $0.kind.description, text: HistoryDivergenceText($0, in: report).text())
        }
      let count = "\(tally.divergences.grouped) of \(tally.cases.grouped) cases"
      let isClean = tally.divergences == 0 && found.isEmpty
      let details = found.map(\.text)
      return Test(
        name: strategy.name,
        remark: isClean ? "\(tally.cases.grouped) cases" : "\(count) diverge",
        outcome: isClean
          ? .passed
          : .failed(
            message: (["\(count) diverge"] + found.map(\.kind))
              .joined(separator: "; "),
            details: details.isEmpty
              ? "They are of kinds that are shown with the strategy that found them"
                + " first, or come after the last kind wanted.\n"
              : details.joined(separator: "\n")))
    }
  }
}
