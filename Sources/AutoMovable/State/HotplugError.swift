// SPDX-License-Identifier: MIT

/// Why the kernel refuses a hotplug operation.
@frozen
public enum HotplugError: Error, Hashable, Sendable {
  // MARK: Groups

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

  // MARK: Texts

  /// A text that isn't one of those that the file takes.
  case invalidText
  /// A number that is too large.
  case numberOutOfRange
  /// A file that can't be opened for writing.
  case readOnly
  /// A memory block that isn't there, and so neither are its files.
  case noSuchBlock

  // MARK: Blocks

  /// A block that is in the state asked for already; only the file `state`
  /// takes that for an error.
  case alreadyInState
  /// An online block whose pages are in several zones.
  case severalZones
  /// A boot block that isn't all memory.
  case memoryHoles
  /// A notifier refused, with an error number, positive as in `errno.h`.
  case refusedByNotifier(Int32)

  // MARK: Ranges

  /// A range that reaches past the last page that can be addressed, or of no
  /// pages.
  case notAddressable
  /// A range where there is memory already.
  case overlapsMemory
  /// A range that isn't made of whole memory blocks.
  case misalignedRange
  /// A block that can't hold its own memory map, or a machine where none may.
  case memmapOnMemoryUnsupported
  /// A range to remove with a block that isn't offline.
  case blocksNotOffline
  /// A range to remove that was added in smaller pieces.
  case wrongGranularity
  /// More memory blocks than the machine may have.
  case tooManyBlocks
}

extension HotplugError {
  /// The error number that the kernel returns, positive as in `errno.h`.
  @inlinable
  public var errno: Int32 {
    switch self {
    case .noSuchBlock:
      2  // ENOENT
    case .notAddressable:
      7  // E2BIG
    case .tooManyBlocks:
      12  // ENOMEM
    case .readOnly:
      13  // EACCES
    case .noFreeGroupID, .groupHasBlocks, .blocksNotOffline:
      16  // EBUSY
    case .groupExists, .overlapsMemory:
      17  // EEXIST
    case .emptyGroup, .invalidUnit, .impossibleNode, .noSuchGroup, .invalidText,
      .alreadyInState, .severalZones, .memoryHoles, .misalignedRange,
      .memmapOnMemoryUnsupported, .wrongGranularity:
      22  // EINVAL
    case .numberOutOfRange:
      34  // ERANGE
    case .refusedByNotifier(let errno):
      errno
    }
  }
}
