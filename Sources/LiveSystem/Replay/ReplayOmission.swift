// SPDX-License-Identifier: MIT

/// Something in a capture that can't be replayed.
public struct ReplayOmission: Hashable, Sendable {
  /// Why it can't be replayed.
  public enum Reason: Hashable, Sendable {
    /// Blocks changed while nothing was recorded.
    case unrecorded
    /// Steps were recorded before the first snapshot.
    case beforeFirstSnapshot
    /// The counters of another group aren't known since something wasn't
    /// recorded.
    case unknownGroups
    /// Pages went online whose zone nobody decided, or offline that weren't
    /// online.
    case unknownZone
    /// A part of a memory block went online or offline, and not the rest.
    case partOfBlock
    /// Pages of a group that no decision was about.
    case unknownGroup
  }

  /// The number of the snapshot.
  public let snapshot: Int

  /// The action that led to the snapshot.
  public let action: String

  /// Why.
  public let reason: Reason

  /// The number of decisions and steps, 1 or more.
  public let count: Int
}

extension ReplayOmission: CustomStringConvertible {
  /// One line: the snapshot, what isn't replayed, and why.
  public var description: String {
    let what =
      switch reason {
      case .unrecorded: "blocks that changed unrecorded"
      case .beforeFirstSnapshot: "steps before the first snapshot"
      case .unknownGroups: "decisions while a group's counters are unknown"
      case .unknownZone: "page counts without a known zone"
      case .partOfBlock: "memory blocks of which a part was counted"
      case .unknownGroup: "page counts of an unknown group"
      }
    return "snapshot \(snapshot) (\(action)): not replayed: \(count) \(what)"
  }
}
