// SPDX-License-Identifier: MIT

import OracleInterface

/// An implementation that keeps the books of histories which others make.
///
/// It is used by one thread at a time; what it answers depends on the history
/// alone.
protocol HistoryJudge: AnyObject {
  /// Goes through the first events of a history.
  ///
  /// - Returns: What came of each, or `nil` if it crashed on the way.
  func replay(
    _ history: borrowing InterfaceHistory, eventCount: Int
  ) throws(OracleError) -> EventOutcomes
}

/// What came of a history's events, one after the other.
enum EventOutcomes {
  /// As many outcomes as there are events.
  case all([automovable_outcome])
  /// A crash by a signal.
  case crashed(signal: Int32)
}
