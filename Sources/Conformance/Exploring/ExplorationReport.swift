// SPDX-License-Identifier: MIT

public import Cases

/// What an exploration did and found.
public struct ExplorationReport: Sendable {
  /// Why an exploration ended before all states were known.
  public enum Stop: String, Sendable {
    /// States took all the memory that they may.
    case memory
    /// The user asked for it.
    case interrupted
  }

  /// What became of a property.
  public struct Property: Sendable {
    /// A history that breaks it.
    public struct Violation: Sendable {
      /// The position of the boot state.
      public let boot: Int
      /// The history, with what each operation gives.
      public let trace: Trace
      /// What breaks the property at its end.
      public let words: String
    }

    /// The property.
    public let property: any ExploredProperty
    /// The boot states that it is about.
    public internal(set) var boots = 0
    /// The states of these in which it was checked.
    public internal(set) var states: UInt64 = 0
    /// The steps after which it was checked.
    public internal(set) var steps: UInt64 = 0
    /// The shortest history that breaks it, or `nil`.
    public internal(set) var violation: Violation?
  }

  /// The scope.
  public let scope: ExplorationScope
  /// The implementation under test.
  public let subject: Implementation
  /// The implementation that it was compared with.
  public let reference: Implementation
  /// The shard that was explored.
  public let shard: Shard
  /// The bytes that the states of one job might take.
  public let memory: Int
  /// The number of threads.
  public let jobs: Int

  /// The boot states of the shard.
  public internal(set) var boots = 0
  /// Those from which all states were reached.
  public internal(set) var completeBoots = 0
  /// The states, those after boot included.
  public internal(set) var states: UInt64 = 0
  /// The operations tried, each in one state.
  public internal(set) var steps: UInt64 = 0
  /// The most operations that it takes to get to a state.
  public internal(set) var depth = 0
  /// How often each operation gave what.
  public internal(set) var counts = OperationCounts()
  /// The divergences, one of each kind, each with a shortest history.
  public internal(set) var divergences: [HistoryDivergence] = []
  /// The properties that were checked; then all numbers are sums over their
  /// explorations.
  public internal(set) var properties: [Property] = []
  /// Why it ended early, or `nil` if it didn't.
  public internal(set) var stop: Stop?
  /// How long it took.
  public internal(set) var elapsed = Duration.zero
}

extension ExplorationReport {
  /// Whether everything was explored, and all is well.
  public var isComplete: Bool { stop == nil && divergences.isEmpty && completeBoots == boots }

  /// The properties that a history breaks.
  public var brokenProperties: [Property] { properties.filter { $0.violation != nil } }
}
