// SPDX-License-Identifier: MIT

public import AutoMovable

/// What both models say on the way to a difference, and right after it.
public struct HistoryExplanation: Sendable {
  let difference: HistoryDifference

  /// The results of both models, operation by operation.
  public internal(set) var results: [(subject: TraceResult, reference: TraceResult)] = []

  /// The first model's counters after the last operation.
  public internal(set) var subject = MachineSnapshot(nodes: [], totals: [], groups: [])

  /// The other model's counters after the last operation.
  public internal(set) var reference = MachineSnapshot(nodes: [], totals: [], groups: [])

  /// The blocks of the last operation that differ.
  public internal(set) var blocks:
    [(id: MemoryBlockID, subject: BlockSnapshot?, reference: BlockSnapshot?)] = []

  init(_ difference: HistoryDifference) { self.difference = difference }
}
