// SPDX-License-Identifier: MIT

public import AutoMovable

/// A machine's state and the questions asked about it.
///
/// The storage is meant to be reused: a run fills the same batch over and over
/// and allocates nothing once its arrays have grown.
public struct CaseBatch: ~Copyable, Sendable {
  /// The parameters in force.
  public var policy: Policy

  /// The machine.
  public var state: MemoryState

  /// The questions, each a case.
  public var queries: [DecisionQuery]

  /// The strategy that made the batch.
  public var strategy: Strategy

  /// Where the memory of each group lies, by position: a note of the generator
  /// to itself, empty otherwise.
  package var devices: [PageRange] = []

  /// The pages at the limit of a scope and a group, likewise; only the words
  /// that were written for the batch mean something.
  package var limits: [UInt64] = []

  /// How many of the questions have been made so far by a generator that
  /// replaces those of the batch before.
  package var madeCount = 0

  /// Creates an empty batch.
  public init(
    policy: Policy = Policy(onlinePolicy: .autoMovable),
    state: MemoryState = MemoryState(),
    queries: [DecisionQuery] = [],
    strategy: Strategy = .vectors
  ) {
    self.policy = policy
    self.state = state
    self.queries = queries
    self.strategy = strategy
  }

  /// Becomes a batch of machines with a geometry, without what it had if it had
  /// another one.
  package mutating func use(_ geometry: Geometry) {
    guard state.geometry != geometry else { return }
    state = MemoryState(geometry: geometry)
  }

  /// Empties the batch but keeps its storage.
  public mutating func removeAll() {
    removeMachine()
    queries.removeLast(queries.count)
  }

  /// Removes the machine but keeps its storage, and the questions until they
  /// are replaced.
  package mutating func removeMachine() {
    policy = Policy(onlinePolicy: .autoMovable)
    // Quicker than `removeAll(keepingCapacity:)`.
    state.nodes.removeLast(state.nodes.count)
    state.groups.removeAll(keepingCapacity: true)
    state.sections.removeLast(state.sections.count)
    devices.removeLast(devices.count)
  }
}
