// SPDX-License-Identifier: MIT

import Cases

/// What came of the exploration from one boot state.
struct BootOutcome: Sendable {
  /// Why it ended.
  enum End: Hashable, Sendable {
    /// There was no new state.
    case complete
    /// There was no room for one more state.
    case memory
    /// The machines differed, or every property asked for was broken.
    case found
    /// It was asked to.
    case stopped
  }

  var end = End.complete
  var states: UInt64 = 0
  var steps: UInt64 = 0
  var depth = 0
  var counts = OperationCounts()

  /// The operations up to where the machines differ; none if they do so after boot.
  var difference: (kind: HistoryDifference.Kind, operations: [TraceOperation])?

  /// How properties are broken first, by their positions.
  var violations: [Int: (operations: [TraceOperation], words: String)] = [:]
}
