// SPDX-License-Identifier: MIT

public import Cases

/// What a differential run did and found.
public struct DifferentialReport: Sendable {
  /// A source of cases and what became of it.
  public struct Source: Sendable {
    /// The source's name: a strategy, `mixed`, or a file.
    public let name: String
    /// The cases of all shards together.
    public let size: UInt64
    /// The cases of this shard that the source declared.
    public internal(set) var declaredCases: UInt64
    /// The cases run; fewer than declared only if the run was stopped.
    public internal(set) var cases: UInt64

    /// Creates a source's account; without a size it is that of a run in one part.
    public init(
      name: String, size: UInt64? = nil, declaredCases: UInt64, cases: UInt64
    ) {
      self.name = name
      self.size = size ?? declaredCases
      self.declaredCases = declaredCases
      self.cases = cases
    }
  }

  /// Why a run ended before all its cases were run.
  public enum Stop: String, Sendable {
    /// Enough kinds of divergences were found.
    case maxDivergences = "max-divergences"
    /// The time was up.
    case time
    /// The user asked for it.
    case interrupted
  }

  /// The version of the program that ran it.
  public var version: String
  /// The seed of the random cases.
  public var seed: UInt64
  /// What stands for all that the outcome depends on; the shards of one run have
  /// the same.
  public var identity: UInt64
  /// The shard run.
  public var shard: Shard
  /// The implementation under test.
  public var subject: Implementation
  /// The implementation that it was compared with.
  public var reference: Implementation
  /// The sources, in the order in which they were run.
  public var sources: [Source]
  /// The counts of each strategy that made cases.
  public var tallies: [Strategy: Tally]
  /// The sum of the digests of the first implementation's answers.
  public var checksum: UInt64
  /// The divergences, one of each kind, lowest case first.
  public var divergences: [Divergence]
  /// The histories that went wrong, one of each kind, lowest first.
  public var historyDivergences: [HistoryDivergence] = []
  /// Why the run ended early, or `nil` if it didn't.
  public var stop: Stop?
  /// Why the implementations can't be compared at all, or `nil` if they were.
  public var incomparable: String?
  /// How long the run took.
  public var elapsed: Duration
  /// The number of threads.
  public var jobs: Int

  /// Creates a report.
  public init(
    version: String = "", seed: UInt64, identity: UInt64 = 0,
    shard: Shard, subject: Implementation,
    reference: Implementation, sources: [Source] = [],
    tallies: [Strategy: Tally] = [:], checksum: UInt64 = 0,
    divergences: [Divergence] = [], stop: Stop? = nil,
    elapsed: Duration = .zero, jobs: Int = 1
  ) {
    self.version = version
    self.seed = seed
    self.identity = identity
    self.shard = shard
    self.subject = subject
    self.reference = reference
    self.sources = sources
    self.tallies = tallies
    self.checksum = checksum
    self.divergences = divergences
    self.stop = stop
    self.elapsed = elapsed
    self.jobs = jobs
  }
}

extension DifferentialReport {
  /// The cases run.
  public var cases: UInt64 { tallies.values.reduce(0) { $0 &+ $1.cases } }

  /// The cases that diverged, of whatever kind.
  public var divergenceCount: UInt64 {
    tallies.values.reduce(0) { $0 &+ $1.divergences }
  }

  /// The cases that diverged in other ways than those that are listed, which
  /// came with the last of these.
  public var otherDivergences: UInt64 {
    let listed =
      divergences.reduce(0) { $0 &+ $1.caseCount }
      &+ historyDivergences.reduce(0) { $0 &+ $1.caseCount }
    return divergenceCount - min(listed, divergenceCount)
  }
}
