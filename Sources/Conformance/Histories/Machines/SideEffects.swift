// SPDX-License-Identifier: MIT

public import AutoMovable

/// What operations do besides their results and the counters, for machines to be
/// compared; no trace tells it.
public struct SideEffects: Hashable, Sendable {
  /// The bytes that the last operation took, if it was a write to a block's file
  /// that succeeded, or else 0.
  public var bytesTaken: Int

  /// What a notifier was told since boot.
  public var notifications: MemoryNotifications

  /// Creates side effects.
  public init(bytesTaken: Int = 0, notifications: MemoryNotifications = MemoryNotifications()) {
    self.bytesTaken = bytesTaken
    self.notifications = notifications
  }
}
