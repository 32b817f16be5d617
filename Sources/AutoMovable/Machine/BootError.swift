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
