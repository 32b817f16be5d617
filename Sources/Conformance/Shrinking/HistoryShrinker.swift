// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Generation

/// Makes traces that go wrong shorter and simpler while they still do in the same
/// way.
///
/// Every step lowers a cost, so shrinking ends; and it is a function of the
/// trace and the two machines, so it repeats.
struct HistoryShrinker {
  private let comparison: any HistoryComparison
  private let inHand: WorkInHand

  /// What is to be kept, so that one mistake isn't taken for another.
  private let kind: HistoryDivergenceKind

  /// The runs left; a bound for machines on which shrinking makes slow progress.
  private var budget = 20_000

  /// The shortest trace so far, and where it goes wrong.
  private var best: Trace
  private var difference: HistoryDifference
  private var bestCost: Int

  /// Creates the shrinker of a trace, or returns `nil` if it doesn't go wrong in
  /// a way.
  init?(
    _ trace: Trace, _ comparison: any HistoryComparison, keeping kind: HistoryDivergenceKind,
    _ inHand: WorkInHand = WorkInHand()
  ) throws(OracleError) {
    self.comparison = comparison
    self.inHand = inHand
    self.kind = kind
    guard let difference = try Self.difference(of: trace, comparison, kind) else { return nil }
    best = trace
    self.difference = difference
    bestCost = trace.cost
    truncate()
  }

  /// The smallest trace found, and where it goes wrong.
  mutating func shrink() throws(OracleError) -> (trace: Trace, difference: HistoryDifference) {
    var hasProgress = true
    while hasProgress, budget > 0 {
      hasProgress = try removeOperations()
      for edit in HistoryEdit.allCases {
        // Candidates come from the trace as it is by then, so after a success
        // the same position holds another one.
        var index = 0
        while budget > 0, let candidate = edit.candidate(index, of: best) {
          index += 1
          guard let candidate, try accept(candidate) else { continue }
          hasProgress = true
          index -= 1
        }
      }
    }
    return (best, difference)
  }
}

extension HistoryShrinker {
  private static func difference(
    of trace: Trace, _ comparison: any HistoryComparison, _ kind: HistoryDivergenceKind
  ) throws(OracleError) -> HistoryDifference? {
    // A machine that can't be doesn't go wrong, it isn't booted.
    guard kind.isBoot || (try? trace.machine.boot()) != nil else { return nil }
    let history = History(trace)
    var tally = Tally()
    let verdict = try comparison.compare(
      history, checksInvariants: kind.isInvariant, &tally)
    guard let difference = verdict.difference,
      try comparison.kind(of: difference, in: history) == kind
    else { return nil }
    return difference
  }

  /// Takes a candidate if it is cheaper and goes wrong too, at whatever step.
  private mutating func accept(_ candidate: Trace) throws(OracleError) -> Bool {
    var candidate = candidate
    comparison.pin(&candidate.machine)
    let cost = candidate.cost
    guard cost < bestCost else { return false }
    budget -= 1
    inHand.ask()
    guard let difference = try Self.difference(of: candidate, comparison, kind)
    else { return false }
    best = candidate
    bestCost = cost
    self.difference = difference
    truncate()
    return true
  }

  /// Drops what comes after the difference.
  private mutating func truncate() {
    best.steps.removeSubrange((difference.step + 1)...)
    bestCost = best.cost
  }

  /// Leaves out runs of operations, long ones first.
  private mutating func removeOperations() throws(OracleError) -> Bool {
    var hasProgress = false
    var length = max(1, best.steps.count / 2)
    while true {
      // The last operation is where it goes wrong.
      var end = best.steps.count - 1
      while end > 0, budget > 0 {
        let start = max(0, end - length)
        var candidate = best
        candidate.steps.removeSubrange(start..<end)
        if try accept(candidate) { hasProgress = true }
        end = min(start, best.steps.count - 1)
      }
      guard length > 1 else { return hasProgress }
      length /= 2
    }
  }
}
