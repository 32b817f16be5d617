// SPDX-License-Identifier: MIT

/// What a replay of one capture came to.
public struct ReplayReport: Hashable, Sendable {
  /// Zones of onlined blocks.
  public var decisions = ReplayTally()

  /// `present`, `present_early` and `cma` of every zone at every snapshot but the
  /// first, which is what the replay starts from.
  public var zoneCounters = ReplayTally()

  /// Start and size of every zone's span at the same snapshots.
  public var zoneSpans = ReplayTally()

  /// Kernel and movable pages of the group of every decision.
  public var groupCounters = ReplayTally()

  /// State and zone of every memory block at the same snapshots.
  public var blocks = ReplayTally()

  /// Size and span of every node at the same snapshots, and whether it is online.
  public var nodes = ReplayTally()

  /// `valid_zones` of every memory block and the parameters at the same snapshots.
  public var texts = ReplayTally()

  /// What came of operations: those that the kernel did, and what was written.
  public var operations = ReplayTally()

  /// The decisions and steps that couldn't be replayed.
  public var omitted = 0

  /// Creates the report of a capture without anything in it.
  public init() {}

  /// Whether everything that was compared agrees.
  public var isClean: Bool {
    [decisions, zoneCounters, zoneSpans, groupCounters, blocks, nodes, texts, operations]
      .allSatisfy { $0.differing == 0 }
  }
}

extension ReplayReport {
  /// Counts the comparison of a counter.
  mutating func add(isEqual: Bool, _ counter: ReplayDifference.Counter) {
    switch counter {
    case .zone(let name, _) where name.isSpan: zoneSpans.add(isEqual: isEqual)
    case .zone: zoneCounters.add(isEqual: isEqual)
    case .group: groupCounters.add(isEqual: isEqual)
    case .node: nodes.add(isEqual: isEqual)
    }
  }
}
