// SPDX-License-Identifier: MIT

public import Cases

/// How far a run has come: enough to go on with the rest, and to end as if there
/// had been no break.
public struct RunCheckpoint: Sendable {
  /// A kind of divergence that was found.
  public struct Kind: Sendable {
    /// The kind for programs.
    public let signature: String
    /// The place of the first case's source among those of the run.
    public let source: Int
    /// The strategy that made the first case.
    public let strategy: Strategy
    /// The first case's index in its source.
    public let index: UInt64
    /// The number of cases that showed it.
    public let caseCount: UInt64

    /// Creates a kind.
    public init(
      signature: String, source: Int, strategy: Strategy, index: UInt64, caseCount: UInt64
    ) {
      self.signature = signature
      self.source = source
      self.strategy = strategy
      self.index = index
      self.caseCount = caseCount
    }
  }

  /// The version of the program that runs it.
  public let version: String
  /// The seed of the random cases.
  public let seed: UInt64
  /// What stands for all that the outcome depends on.
  public let identity: UInt64
  /// The part that is run.
  public let shard: Shard
  /// Whether sources take turns, as they do where time ends the run.
  public let takesTurns: Bool
  /// The chunks of cases that are done, from the first one on.
  public let chunkCount: Int
  /// The time that it took until then.
  public let elapsed: Duration
  /// The cases of each source that were run.
  public let casesBySource: [UInt64]
  /// The counts of each strategy that made cases.
  public let tallies: [Strategy: Tally]
  /// The sum of the digests of the first implementation's answers.
  public let checksum: UInt64
  /// The kinds of divergences that were found, in their order.
  public let kinds: [Kind]

  /// Creates a checkpoint.
  public init(
    version: String, seed: UInt64, identity: UInt64, shard: Shard, takesTurns: Bool,
    chunkCount: Int, elapsed: Duration, casesBySource: [UInt64],
    tallies: [Strategy: Tally], checksum: UInt64, kinds: [Kind]
  ) {
    self.version = version
    self.seed = seed
    self.identity = identity
    self.shard = shard
    self.takesTurns = takesTurns
    self.chunkCount = chunkCount
    self.elapsed = elapsed
    self.casesBySource = casesBySource
    self.tallies = tallies
    self.checksum = checksum
    self.kinds = kinds
  }
}
