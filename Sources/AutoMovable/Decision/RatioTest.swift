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

  /// How far the test got, as the record stores it.
  @usableFromInline
  @frozen
  package enum Stage: UInt8 {
    /// The test wasn't made; all numbers are 0.
    case notMade
    /// It ended at the requirement; the numbers compared are 0.
    case requirement
    /// It ended at the comparison.
    case comparison
  }

  /// What the zones add up to.
  public let zones: ZoneStatistics

  /// What the other dynamic groups add up to.
  public let otherGroups: GroupStatistics

  // Flat, so that a record is made where it is returned, without being put
  // together and copied.
  @usableFromInline package let kernelPages: UInt64
  @usableFromInline package let movablePages: UInt64
  @usableFromInline package let limit: UInt64
  @usableFromInline package let stage: Stage
}

extension RatioTest {
  /// How the test ended.
  @inlinable
  public var outcome: Outcome {
    stage == .comparison
      ? .compared(kernelPages: kernelPages, movablePages: movablePages, limit: limit)
      : .refusedByRequirement
  }
}

extension RatioTest {
  /// Whether the memory may become movable.
  @inlinable
  public var isAllowed: Bool {
    stage == .comparison && movablePages <= limit
  }
}

extension RatioTest {
  /// Tests sums against a ratio.
  ///
  /// The arithmetic half of `auto_movable_can_online_movable`.
  ///
  /// - Parameters:
  ///   - zones: What the zones add up to.
  ///   - otherGroups: What the dynamic groups but the target add up to.
  ///   - pages: The pages to online.
  ///   - ownKernelPages: The kernel pages of the target if it is a dynamic
  ///     group, 0 otherwise.
  ///   - ratio: The ratio in percent.
  /// - Complexity: O(1)
  @inlinable @inline(__always)
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
      kernelPages = 0
      movablePages = 0
      limit = 0
      stage = .requirement
      return
    }
    // All of it is `unsigned long` arithmetic. Here the ratio is an
    // `unsigned int`, while the requirement of a group reads it as an `int`.
    let kernelPages =
      zones.kernelEarlyPages &- otherGroups.requiredKernelEarlyPages
      &+ ownKernelPages
    self.kernelPages = kernelPages
    movablePages = zones.movablePages &- otherGroups.movablePages &+ pages
    limit = UInt64(ratio) &* kernelPages / 100
    stage = .comparison
  }

  /// Tests what zones and groups add up to.
  ///
  /// - Complexity: O(*n* + *g*), where *n* is the number of nodes in the scope
  ///   and *g* the number of groups.
  // Inlined, so that the record is made where it is returned. `@inline(__always)` isn't
  // kept to in a closure that is inlined itself: whether it is goes by the order of files.
  @_transparent
  init(
    adding pages: UInt64,
    target: RatioTarget,
    in scope: Scope,
    nodes: Span<Node>,
    groups: Span<MemoryGroup>,
    ratio: UInt32
  ) {
    // The longer walk first, with no other sums to be held meanwhile; the kernel
    // adds up the zones first, but neither knows of the other.
    let otherGroups = GroupStatistics(
      of: groups, in: scope, excluding: target.id, ratio: ratio)
    self.init(
      zones: ZoneStatistics(of: nodes, in: scope),
      otherGroups: otherGroups,
      ownKernelPages: target.kernelPages,
      adding: pages,
      ratio: ratio)
  }

  /// The place of a test that wasn't made.
  @inlinable
  init() {
    zones = ZoneStatistics()
    otherGroups = GroupStatistics()
    kernelPages = 0
    movablePages = 0
    limit = 0
    stage = .notMade
  }

  /// The test, or `nil` if it wasn't made.
  @inlinable
  var ifMade: RatioTest? { stage == .notMade ? nil : self }
}
