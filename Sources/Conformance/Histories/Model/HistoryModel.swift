// SPDX-License-Identifier: MIT

public import AutoMovable

/// One implementation of the life of hotplugged memory: a machine that
/// operations are applied to, one after the other.
///
/// A model is used by one thread at a time, and again and again: booting
/// forgets what was before.
public protocol HistoryModel {
  /// Becomes a machine as boot leaves it, with at most
  /// `TraceMachine.maximumAddedBlocks` added blocks at a time.
  ///
  /// - Throws: If there can't be such a machine, which `TraceMachine.boot`
  ///   tells too, or the implementation can't go on.
  mutating func boot(_ machine: TraceMachine) throws(OracleError)

  /// Applies an operation.
  mutating func apply(_ operation: TraceOperation) -> TraceResult

  /// Adds all counters and spans of nodes, zones and groups to a digest.
  // Mutating, as the next one, only so that the model isn't copied for the call.
  mutating func addCounters(to digest: inout StateDigest)

  /// Adds the blocks with some numbers to a digest, those that aren't there
  /// too.
  mutating func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest)

  /// All counters and spans of nodes, zones and groups.
  func snapshot() -> MachineSnapshot

  /// A block, or `nil` if it isn't there.
  func block(_ id: MemoryBlockID) -> BlockSnapshot?
}
