// SPDX-License-Identifier: MIT

/// The test whether more memory may become movable, with all that it looked
/// at. Mirrors one call of `auto_movable_can_online_movable`.
///
/// All numbers are pages, modulo 2^64.
@frozen
public struct RatioTest: Hashable, Sendable {
  /// How the test ended.
  @frozen
  public enum Outcome: Hashable, Sendable {
    /// The other devices' movable memory needs all boot memory there is, so
    /// the ratio wasn't even looked at.
    case refusedByRequirement

    /// The movable memory was held against the limit.
    ///
    /// `kernelPages` is the kernel memory that counts for this device,
    /// `movablePages` the movable memory that there would be, and `limit` the
    /// most that the ratio allows.
    case compared(kernelPages: UInt64, movablePages: UInt64, limit: UInt64)
  }

  /// What the zones add up to.
  public let zones: ZoneStatistics

  /// What the other dynamic groups add up to.
  public let otherGroups: GroupStatistics

  /// How the test ended.
  public let outcome: Outcome

  /// Creates the record of a test.
  @inlinable
  public init(
    zones: ZoneStatistics, otherGroups: GroupStatistics, outcome: Outcome
  ) {
    self.zones = zones
    self.otherGroups = otherGroups
    self.outcome = outcome
  }
}

extension RatioTest {
  /// Whether the memory may become movable.
  @inlinable
  public var isAllowed: Bool {
    switch outcome {
    case .refusedByRequirement: false
    case .compared(_, let movablePages, let limit): movablePages <= limit
    }
  }
}

extension RatioTest {
  /// Tests sums against a ratio.
  ///
  /// The arithmetic half of `auto_movable_can_online_movable`.
  ///
  /// - Parameters:
  ///   - pages: The pages to online.
  ///   - ownKernelPages: The kernel pages of the target if it is a dynamic
  ///     group, 0 otherwise.
  ///   - ratio: The ratio in percent.
  /// - Complexity: O(1)
  @inlinable
  public init(
    zones: ZoneStatistics,
    otherGroups: GroupStatistics,
    ownKernelPages: UInt64,
    adding pages: UInt64,
    ratio: UInt32
  ) {
    self.zones = zones
    self.otherGroups = otherGroups
    guard zones.kernelEarlyPages > otherGroups.requiredKernelEarlyPages else {
      self.outcome = .refusedByRequirement
      return
    }
    // All of it is `unsigned long` arithmetic. Here the ratio is an
    // `unsigned int`, while the requirement of a group reads it as an `int`.
    let kernelPages =
      zones.kernelEarlyPages &- otherGroups.requiredKernelEarlyPages
      &+ ownKernelPages
    self.outcome = .compared(
      kernelPages: kernelPages,
      movablePages: zones.movablePages &- otherGroups.movablePages &+ pages,
      limit: UInt64(ratio) &* kernelPages / 100)
  }
}
