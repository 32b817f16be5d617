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

extension HistoryJudge {
  /// What came of the events of a record; a crash is the outcome of the event that it
  /// is by, and nothing is known past that.
  func outcomes(of record: HistoryRecord) throws(OracleError) -> [automovable_outcome] {
    let count = record.expected.count
    var signal: Int32 = 0
    switch try replay(record.history, eventCount: count) {
    case .all(let outcomes): return outcomes
    case .crashed(let number): signal = number
    }
    // The most events that it survives; the next one is what it dies of.
    var (lower, upper) = (0, count - 1)
    var outcomes: [automovable_outcome] = []
    while lower < upper {
      let middle = (lower + upper + 1) / 2
      if case .all(let survived) = try replay(record.history, eventCount: middle) {
        (lower, outcomes) = (middle, survived)
      } else {
        upper = middle - 1
      }
    }
    outcomes.append(.crash(signal: signal))
    let rest = automovable_outcome(result: .min, words: (0, 0, 0, 0, 0))
    return outcomes + repeatElement(rest, count: count - outcomes.count)
  }
}

/// What came of a history's events, one after the other.
enum EventOutcomes {
  /// As many outcomes as there are events.
  case all([automovable_outcome])
  /// A crash by a signal.
  case crashed(signal: Int32)
}
