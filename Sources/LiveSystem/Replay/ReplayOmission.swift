// SPDX-License-Identifier: MIT

/// Something in a capture that can't be replayed, or compared with another capture.
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
    /// The counters of groups that may have memory whose group isn't known since
    /// something wasn't recorded.
    case unsettledGroups
    /// Pages went online whose zone nobody decided, or offline that weren't
    /// online.
    case unknownZone
    /// A part of a memory block went online or offline, and not the rest.
    case partOfBlock
    /// Pages of a group that no decision was about.
    case unknownGroup
    /// Blocks went offline that stayed online in the capture that it is compared
    /// with, or the other way round: the kernels chose freely.
    case otherChoice
  }

  /// The number of the snapshot.
  public let snapshot: Int

  /// The action that led to the snapshot.
  public let action: String

  /// Why.
  public let reason: Reason

  /// The number of decisions, steps or snapshots, 1 or more.
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
      case .unsettledGroups: "groups that may have memory of unknown groups"
      case .unknownZone: "page counts without a known zone"
      case .partOfBlock: "memory blocks of which a part was counted"
      case .unknownGroup: "page counts of an unknown group"
      case .otherChoice: "snapshots from here on, as other blocks went offline"
      }
    let verb = reason == .otherChoice ? "compared" : "replayed"
    return "snapshot \(snapshot) (\(action)): not \(verb): \(count) \(what)"
  }
}
