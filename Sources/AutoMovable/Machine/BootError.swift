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
  /// A span that meets the span of another zone, which may be another node's.
  case spansOverlap(NodeID, ZoneType)
}

#if !hasFeature(Embedded)
  extension BootError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
      switch self {
      case .invalidBlockSize:
        "the size of a memory block is not a power of two from "
          + "\(PageCount(pages: MemoryGeometry.minimumBlockPages).size) to "
          + "\(PageCount(pages: MemoryGeometry.pageCount).size)"
      case .unorderedNodes: "the nodes don't ascend"
      case .impossibleNode(let id): "node \(id) is online but not possible"
      case .spanNotAddressable(let id, let zone):
        "the span of \(zone) of node \(id) reaches past the last page, "
          + "\(MemoryGeometry.pageCount - 1)"
      case .spansOverlap(let id, let zone):
        "the span of \(zone) of node \(id) meets that of another zone"
      }
    }
  }
#endif
