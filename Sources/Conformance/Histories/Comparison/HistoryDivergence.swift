// SPDX-License-Identifier: MIT

public import Cases

/// A history on which two models disagree, or the first one breaks an
/// invariant.
public struct HistoryDivergence: Sendable {
  /// The strategy that made the history.
  public let strategy: Strategy

  /// The history's index among those of its source.
  public let index: UInt64

  /// The history as it was found.
  public let original: Trace

  /// The smallest history found that still goes wrong, at its last operation.
  public let shrunk: Trace

  /// What the models say about the smallest history.
  public let explanation: HistoryExplanation

  /// The command that runs the original history again.
  public let replay: String
}

extension HistoryDivergence {
  /// The position of the operation of the smallest history that goes wrong, or
  /// -1 if the machine does so after boot.
  public var step: Int { explanation.difference.step }

  /// What kind of difference it is: the operation, and what differs first.
  /// Divergences of one cause mostly share it.
  public var signature: String {
    let operation = step < 0 ? "boot" : shrunk.steps[step].operation.name
    return "\(operation)/\(firstDifference)"
  }

  /// What differs first: the result, a number, a block, or the invariant that
  /// is broken.
  public var firstDifference: String {
    if case .invariant(let invariant) = explanation.difference.kind {
      return "invariant \(invariant.rawValue)"
    }
    if let last = explanation.results.last, last.subject != last.reference {
      return "result"
    }
    return explanation.differences.first?.kind ?? "state"
  }

  /// The smallest history as a trace that expects what the reference says.
  public var expectedTrace: Trace {
    var trace = shrunk
    for step in trace.steps.indices {
      trace.steps[step].expect = TraceExpectation(explanation.results[step].reference)
    }
    return trace
  }
}
