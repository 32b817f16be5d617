// SPDX-License-Identifier: MIT

/// Why a ``MemoryModel`` can't be made, or can't follow an event.
@frozen
public enum MemoryModelError: Error, Hashable, Sendable {
  /// Nodes that don't ascend.
  case unorderedNodes
  /// A number that no node can have.
  case impossibleNode(NodeID)
  /// A node that isn't online.
  case noSuchNode(NodeID)
  /// A node that is online already.
  case nodeExists(NodeID)
  /// A group that isn't registered.
  case noSuchGroup(MemoryGroupID)
  /// Sections that reach past the last one that can be addressed, or none.
  case notAddressable
  /// Sections that don't ascend, or are online already.
  case overlapsMemory
}

#if !hasFeature(Embedded) || Descriptions
  extension MemoryModelError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
      switch self {
      case .unorderedNodes: "the nodes don't ascend"
      case .impossibleNode(let id): "there can't be a node \(id)"
      case .noSuchNode(let id): "node \(id) isn't online"
      case .nodeExists(let id): "node \(id) is online already"
      case .noSuchGroup(let id): "there is no group \(id)"
      case .notAddressable: "the sections are none or can't be addressed"
      case .overlapsMemory: "the sections don't ascend, or are online already"
      }
    }
  }
#endif
