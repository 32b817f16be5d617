// SPDX-License-Identifier: MIT

/// What the dynamic groups of a scope add up to, in pages. Mirrors
/// `struct auto_movable_group_stats`.
@frozen
public struct GroupStatistics: Hashable, Sendable {
  /// The movable pages of the groups, modulo 2^64. Mirrors `movable_pages`.
  public var movablePages: UInt64

  /// The boot memory that the groups' movable pages need beyond the groups'
  /// own kernel pages, modulo 2^64. Mirrors `req_kernel_early_pages`.
  public var requiredKernelEarlyPages: UInt64

  /// Creates the statistics of no groups.
  @inlinable
  public init() {
    self.movablePages = 0
    self.requiredKernelEarlyPages = 0
  }
}

extension GroupStatistics {
  /// The boot memory that a group's movable pages need beyond its own kernel
  /// pages, in pages; 0 if its kernel pages suffice.
  ///
  /// This is the heart of `auto_movable_stats_account_group`, with its integer
  /// conversions: the ratio is read into an `int`, so one of 2^31 or more
  /// divides as a huge number; the product wraps; and the difference is
  /// compared as a `long`.
  ///
  /// - Parameters:
  ///   - kernelPages: The group's pages in kernel zones.
  ///   - movablePages: The group's pages in `ZONE_MOVABLE`.
  ///   - ratio: The ratio in percent.
  /// - Precondition: The ratio isn't 0.
  @inlinable
  public static func requirement(
    kernelPages: UInt64, movablePages: UInt64, ratio: UInt32
  ) -> UInt64 {
    let divisor = UInt64(bitPattern: Int64(Int32(bitPattern: ratio)))
    // `unsigned long` throughout, reinterpreted as `long` at the end.
    let pages = Int64(bitPattern: (movablePages &* 100) / divisor &- kernelPages)
    return pages > 0 ? UInt64(bitPattern: pages) : 0
  }

  /// Adds a dynamic group.
  ///
  /// A ratio of 0 adds nothing. Mirrors `auto_movable_stats_account_group`.
  ///
  /// - Parameters:
  ///   - group: The group, which is taken to be dynamic.
  ///   - ratio: The ratio in percent.
  /// - Complexity: O(1)
  @inlinable @inline(__always)
  public mutating func account(_ group: MemoryGroup, ratio: UInt32) {
    guard ratio != 0 else { return }
    // Sums of `unsigned long` wrap.
    requiredKernelEarlyPages &+= Self.requirement(
      kernelPages: group.presentKernelPages,
      movablePages: group.presentMovablePages,
      ratio: ratio)
    movablePages &+= group.presentMovablePages
  }

  /// Creates the statistics of the dynamic groups in a scope.
  ///
  /// Mirrors `walk_dynamic_memory_groups` with
  /// `auto_movable_stats_account_group`.
  ///
  /// - Parameters:
  ///   - groups: The registered groups.
  ///   - scope: All groups, or those of one node.
  ///   - excluded: A group that isn't counted, or `nil`.
  ///   - ratio: The ratio in percent.
  /// - Complexity: O(*n*), where *n* is the number of groups.
  @inlinable @inline(__always)
  public init(
    of groups: Span<MemoryGroup>,
    in scope: RatioTest.Scope,
    excluding excluded: MemoryGroupID? = nil,
    ratio: UInt32
  ) {
    self.init()
    guard ratio != 0 else { return }
    // Plain numbers are quicker to compare with than enumerations.
    let nid = scope.nid
    let excluded = excluded ?? -1
    for index in groups.indices {
      account(groups[index], in: nid, excluding: excluded, ratio: ratio)
    }
  }

  /// Adds a group if it counts: if it is dynamic, not the one excluded, and of the
  /// node; negative numbers stand for any node and no group.
  @inlinable @inline(__always)
  package mutating func account(
    _ group: MemoryGroup, in nid: Int32, excluding excluded: MemoryGroupID, ratio: UInt32
  ) {
    // The hints keep the sums in registers: one group at most is excluded.
    guard _fastPath(group.isDynamic), _fastPath(group.id != excluded),
      nid < 0 || group.nodeID.rawValue == nid
    else { return }
    account(group, ratio: ratio)
  }
}
