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
  /// A parameter that the kernel doesn't have, and so neither its file.
  case noSuchParameter

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
  /// A range to remove that was added in smaller pieces, or not all of which
  /// was added to hold its own map.
  case wrongGranularity
  /// More memory blocks than the machine may have.
  case tooManyBlocks
}

extension HotplugError {
  /// The error number that the kernel returns, positive as in `errno.h`.
  @inlinable
  public var errno: Int32 {
    switch self {
    case .noSuchBlock, .noSuchParameter:
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

#if !hasFeature(Embedded) || Descriptions
  extension HotplugError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
      switch self {
      case .emptyGroup: "a static group needs pages"
      case .invalidUnit: "a unit must be a power of two and hold a memory block"
      case .impossibleNode: "there can't be such a node"
      case .noSuchGroup: "there is no such group"
      case .groupExists: "the group number is taken or out of order"
      case .noFreeGroupID: "all group numbers are taken"
      case .groupHasBlocks: "the group has memory blocks"
      case .invalidText: "the file doesn't take such a text"
      case .numberOutOfRange: "the number is too large"
      case .readOnly: "the file can't be written"
      case .noSuchBlock: "there is no such memory block"
      case .noSuchParameter: "there is no such parameter"
      case .alreadyInState: "the block is in that state already"
      case .severalZones: "the block's pages are in several zones"
      case .memoryHoles: "the block has memory holes"
      case .refusedByNotifier(let errno): "a notifier refused with error \(errno)"
      case .notAddressable: "the range is empty or can't be addressed"
      case .overlapsMemory: "there is memory in the range already"
      case .misalignedRange: "the range is not made of whole memory blocks"
      case .memmapOnMemoryUnsupported: "the memory can't hold its own map"
      case .blocksNotOffline: "a block of the range is not offline"
      case .wrongGranularity: "the range was added in pieces, or not all of it holds its own map"
      case .tooManyBlocks: "there would be too many memory blocks"
      }
    }
  }
#endif
