// SPDX-License-Identifier: MIT

import Generation

/// The Swift core and the C port: the pair that is nearly always asked for,
/// compiled for its types.
final class CorePortComparison: HistoryComparison {
  private let pair: MachinePair<CoreMachine, ReferenceMachine>

  init(_ core: CoreMachine, _ port: ReferenceMachine) { pair = MachinePair(core, port) }

  func compare(
    _ history: borrowing History, checksInvariants: Bool, _ tally: inout Tally
  ) throws(OracleError) -> HistoryVerdict {
    try pair.compare(history, checksInvariants: checksInvariants, &tally)
  }

  func explain(
    _ history: borrowing History, until difference: HistoryDifference
  ) throws(OracleError) -> HistoryExplanation {
    try pair.explain(history, until: difference)
  }
}
