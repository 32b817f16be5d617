// SPDX-License-Identifier: MIT

/// Why there can't be a machine like that.
@frozen
public enum BootError: Error, Hashable, Sendable {
  /// A block's size that isn't a power of two of at least a section and at
  /// most all memory.
  case invalidBlockSize
  /// Nodes that don't ascend.
  case unorderedNodes
  /// An online node that isn't possible.
  case impossibleNode(NodeID)
  /// A span that reaches past the last page that can be addressed.
  case spanNotAddressable(NodeID, ZoneType)
  /// A span that meets the span of another zone: of the same node or, if boot
  /// memory isn't given, of any.
  case spansOverlap(NodeID, ZoneType)
  /// A zone whose `present_early_pages` differs by a block or more from what it
  /// spans, so that it has holes, of a machine without boot memory given.
  case memoryNotGiven(NodeID, ZoneType)
  /// A run of boot memory, by its position, that is empty or reaches past the
  /// last page that can be addressed.
  case memoryNotAddressable(Int)
  /// A run of boot memory that isn't behind the one before it.
  case memoryNotAscending(Int)
  /// A run of boot memory of a node that isn't online.
  case memoryOfNoNode(Int)
  /// A run of boot memory with a page, the first of which is told, that no
  /// populated zone of its node spans.
  case memoryInNoZone(Int, pfn: UInt64)
  /// A zone that a machine of this geometry doesn't have, but that has pages.
  case noSuchZone(NodeID, ZoneType)
  /// A zone whose `present_early_pages` isn't the boot memory that it has.
  case wrongEarlyPages(NodeID, ZoneType, memory: UInt64)
}

#if !hasFeature(Embedded) || Descriptions
  extension BootError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
      switch self {
      case .invalidBlockSize:
        "the size of a memory block is not a power of two from a section to all memory"
      case .unorderedNodes: "the nodes don't ascend"
      case .impossibleNode(let id): "node \(id) is online but not possible"
      case .spanNotAddressable(let id, let zone):
        "the span of \(zone) of node \(id) reaches past the last page"
      case .spansOverlap(let id, let zone):
        "the span of \(zone) of node \(id) meets that of another zone"
      case .memoryNotGiven(let id, let zone):
        "\(zone) of node \(id) has holes, but boot memory is not given"
      case .memoryNotAddressable(let index):
        "run \(index) of boot memory is empty or reaches past the last page"
      case .memoryNotAscending(let index):
        "run \(index) of boot memory is not behind the one before it"
      case .memoryOfNoNode(let index):
        "run \(index) of boot memory is of a node that is not online"
      case .memoryInNoZone(let index, let pfn):
        "no populated zone spans page \(pfn) of run \(index) of boot memory"
      case .noSuchZone(let id, let zone):
        "node \(id) has pages in \(zone), which is not configured"
      case .wrongEarlyPages(let id, let zone, let memory):
        "\(zone) of node \(id) has \(memory) pages of boot memory, "
          + "which present_early_pages is not"
      }
    }
  }
#endif
