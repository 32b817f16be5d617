// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// What both machines say on the way to a difference, and right after it.
public struct HistoryExplanation: Sendable {
  let difference: HistoryDifference

  /// The results of both machines, operation by operation.
  public internal(set) var results: [(subject: TraceResult, reference: TraceResult)] = []

  /// The first machine's counters after the last operation.
  public internal(set) var subject = MachineSnapshot(nodes: [], totals: [], groups: [])

  /// The other machine's counters after the last operation.
  public internal(set) var reference = MachineSnapshot(nodes: [], totals: [], groups: [])

  /// The blocks of the last operation that differ.
  public internal(set) var blocks:
    [(id: MemoryBlockID, subject: BlockSnapshot?, reference: BlockSnapshot?)] = []

  /// Why each machine can't boot, if it can't.
  public internal(set) var bootErrors: (subject: OracleError?, reference: OracleError?)

  /// What else each did, up to the last operation and by it.
  public internal(set) var sideEffects = (subject: SideEffects(), reference: SideEffects())

  /// What libraries say otherwise about the last operation.
  var judged: [StateDifference] = []

  init(_ difference: HistoryDifference) { self.difference = difference }

  /// Takes the one for the other.
  mutating func swapSides() {
    results = results.map { ($0.reference, $0.subject) }
    (subject, reference) = (reference, subject)
    bootErrors = (bootErrors.reference, bootErrors.subject)
    sideEffects = (sideEffects.reference, sideEffects.subject)
    blocks = blocks.map { ($0.id, $0.reference, $0.subject) }
  }
}
