// SPDX-License-Identifier: MIT

/// How far an exploration has come: the boot states that are done, so that it can go on
/// with the rest and end as if there had been no break.
public struct ExplorationCheckpoint: Sendable {
  /// A boot state from which all states were reached, and all was well.
  ///
  /// One where something was found isn't kept: it is explored again, and what was found
  /// is seen again.
  public struct Boot: Sendable {
    /// Which of the explorations of a run: one for each set of properties that are
    /// checked together, or the only one.
    public let part: Int
    /// The position of the boot state in the scope.
    public let index: Int
    /// The states.
    public let states: UInt64
    /// The operations tried, each in one state.
    public let steps: UInt64
    /// The most operations that it takes to get to a state.
    public let depth: Int
    /// How often each operation gave what.
    public let counts: OperationCounts

    /// Creates the figures of a boot state.
    public init(
      part: Int, index: Int, states: UInt64, steps: UInt64, depth: Int, counts: OperationCounts
    ) {
      self.part = part
      self.index = index
      self.states = states
      self.steps = steps
      self.depth = depth
      self.counts = counts
    }
  }

  /// The version of the program that explores.
  public let version: String
  /// What stands for the scope, the implementations and the properties.
  public let identity: UInt64
  /// The part of the boot states that is explored.
  public let shard: Shard
  /// The time that it took until then.
  public let elapsed: Duration
  /// The boot states that are done, in any order.
  public let boots: [Boot]

  /// Creates a checkpoint.
  public init(
    version: String, identity: UInt64, shard: Shard, elapsed: Duration, boots: [Boot]
  ) {
    self.version = version
    self.identity = identity
    self.shard = shard
    self.elapsed = elapsed
    self.boots = boots
  }
}
