// SPDX-License-Identifier: MIT

public import Cases

/// A kind of history on which two machines disagree, or the first one breaks an
/// invariant.
public struct HistoryDivergence: Sendable {
  /// After which operation it goes wrong, and in what.
  public let kind: HistoryDivergenceKind

  /// The number of histories that showed it.
  public let caseCount: UInt64

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

  /// What the machines say about the smallest history.
  public let explanation: HistoryExplanation

  /// The command that runs the original history again.
  public let replay: String
}

extension HistoryDivergence {
  /// The position of the operation of the smallest history that goes wrong, or
  /// -1 if the machine does so after boot.
  public var step: Int { explanation.difference.step }

  /// The smallest history as a trace that expects what the reference says.
  public var expectedTrace: Trace {
    var trace = shrunk
    for step in trace.steps.indices {
      trace.steps[step].expect = TraceExpectation(explanation.results[step].reference)
    }
    return trace
  }
}
