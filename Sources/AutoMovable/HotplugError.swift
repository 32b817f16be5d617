// SPDX-License-Identifier: MIT

/// Why the kernel refuses a hotplug operation.
@frozen
public enum HotplugError: Error, Hashable, Sendable {
  /// A static group of no pages.
  case emptyGroup
  /// A unit that isn't a power of two or is smaller than a memory block.
  case invalidUnit
  /// A node number that no node of the machine can have.
  case impossibleNode
  /// A group number that no registered group has.
  case noSuchGroup
  /// A group number that is taken or out of order.
  case groupExists
  /// All 2^31 group numbers are taken.
  case noFreeGroupID
  /// A group that still has memory blocks, online or not.
  case groupHasBlocks
}

extension HotplugError {
  /// The error number that the kernel returns, positive as in `errno.h`.
  @inlinable
  public var errno: Int32 {
    switch self {
    case .emptyGroup, .invalidUnit, .impossibleNode, .noSuchGroup:
      22  // EINVAL
    case .groupExists:
      17  // EEXIST
    case .noFreeGroupID, .groupHasBlocks:
      16  // EBUSY
    }
  }
}
