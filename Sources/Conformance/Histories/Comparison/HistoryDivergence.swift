// SPDX-License-Identifier: MIT

public import Cases

/// A kind of history on which two machines disagree, or the first one breaks an
/// invariant.
public struct HistoryDivergence: Sendable {
  /// After which operation it goes wrong, and in what.
  public let kind: HistoryDivergenceKind

  /// The number of histories that showed it.
  public internal(set) var caseCount: UInt64

  /// The place of the first history's source among those of the run.
  public let source: Int

  /// The strategy that made the first history, or `nil` if it was found by exploring.
  public let strategy: Strategy?

  /// The history's index among those of its source, or its boot state's among those
  /// of the scope.
  public let index: UInt64

  /// The first history, as it was found.
  public let original: Trace

  /// The smallest history found that still goes wrong likewise, at its last
  /// operation.
  public let shrunk: Trace

  /// The results of both machines in the smallest history, operation by
  /// operation.
  public let results: [(subject: TraceResult, reference: TraceResult)]

  /// What differs after the smallest history's last operation.
  package let differences: [StateDifference]

  /// The command that runs the original history again.
  public let replay: String

  /// Creates a divergence.
  package init(
    kind: HistoryDivergenceKind, caseCount: UInt64, source: Int, strategy: Strategy?,
    index: UInt64, original: Trace, shrunk: Trace,
    results: [(subject: TraceResult, reference: TraceResult)],
    differences: [StateDifference], replay: String
  ) {
    self.kind = kind
    self.caseCount = caseCount
    self.source = source
    self.strategy = strategy
    self.index = index
    self.original = original
    self.shrunk = shrunk
    self.results = results
    self.differences = differences
    self.replay = replay
  }
}

extension HistoryDivergence {
  /// The smallest history as a trace that expects what the reference says.
  public var expectedTrace: Trace {
    var trace = shrunk
    for step in trace.steps.indices {
      trace.steps[step].expect = TraceExpectation(results[step].reference)
    }
    return trace
  }
}
