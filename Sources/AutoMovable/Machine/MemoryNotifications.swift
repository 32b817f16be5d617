// SPDX-License-Identifier: MIT

/// What a memory notifier was told: how often of what, and sums over the ranges.
///
/// A machine doesn't call anybody. It keeps these, so that you can see what a
/// driver would have heard, and compare two machines.
@frozen
public struct MemoryNotifications: Hashable, Sendable {
  /// What a notifier is told. Raw values are those of `MEM_`.
  @frozen
  public enum Event: UInt8, Hashable, Sendable {
    /// Pages went online. Mirrors `MEM_ONLINE`.
    case online = 1
    /// Pages are to go offline. Mirrors `MEM_GOING_OFFLINE`.
    case goingOffline = 2
    /// Pages went offline. Mirrors `MEM_OFFLINE`.
    case offline = 4
    /// Pages are to go online. Mirrors `MEM_GOING_ONLINE`.
    case goingOnline = 8
    /// Pages stay offline after all. Mirrors `MEM_CANCEL_ONLINE`.
    case cancelOnline = 16
    /// Pages stay online after all. Mirrors `MEM_CANCEL_OFFLINE`.
    case cancelOffline = 32
  }

  /// How often it was told `MEM_ONLINE`: a block went online.
  public private(set) var onlineCount: UInt64 = 0

  /// How often it was told `MEM_GOING_OFFLINE`, and could refuse.
  public private(set) var goingOfflineCount: UInt64 = 0

  /// How often it was told `MEM_OFFLINE`: a block went offline.
  public private(set) var offlineCount: UInt64 = 0

  /// How often it was told `MEM_GOING_ONLINE`, and could refuse.
  public private(set) var goingOnlineCount: UInt64 = 0

  /// How often it was told `MEM_CANCEL_ONLINE`: it was refused.
  public private(set) var cancelOnlineCount: UInt64 = 0

  /// How often it was told `MEM_CANCEL_OFFLINE`: it was refused.
  public private(set) var cancelOfflineCount: UInt64 = 0

  /// The pages of all ranges that it was told of.
  public internal(set) var pageCount: UInt64 = 0

  /// The sum of the ranges' first page frame numbers, modulo 2^64.
  public internal(set) var startPFNs: UInt64 = 0

  /// Nothing was told.
  @inlinable
  public init() {}
}

extension MemoryNotifications {
  /// Compares all counts and sums.
  // At once: machines are compared after each operation, and are equal as a rule.
  @inlinable @inline(__always)
  public static func == (lhs: MemoryNotifications, rhs: MemoryNotifications) -> Bool {
    let counts =
      (lhs.onlineCount ^ rhs.onlineCount) | (lhs.goingOfflineCount ^ rhs.goingOfflineCount)
      | (lhs.offlineCount ^ rhs.offlineCount) | (lhs.goingOnlineCount ^ rhs.goingOnlineCount)
      | (lhs.cancelOnlineCount ^ rhs.cancelOnlineCount)
      | (lhs.cancelOfflineCount ^ rhs.cancelOfflineCount)
    return counts | (lhs.pageCount ^ rhs.pageCount) | (lhs.startPFNs ^ rhs.startPFNs) == 0
  }
}

extension MemoryNotifications {
  /// Counts a notification. Mirrors `memory_notify`.
  ///
  /// - Parameters:
  ///   - event: What is told.
  ///   - pages: The pages that it is about: those of a block but for its own map.
  package mutating func add(_ event: Event, _ pages: PageRange) {
    switch event {
    case .online: onlineCount &+= 1
    case .goingOffline: goingOfflineCount &+= 1
    case .offline: offlineCount &+= 1
    case .goingOnline: goingOnlineCount &+= 1
    case .cancelOnline: cancelOnlineCount &+= 1
    case .cancelOffline: cancelOfflineCount &+= 1
    }
    pageCount &+= pages.pageCount
    startPFNs &+= pages.startPFN
  }
}
