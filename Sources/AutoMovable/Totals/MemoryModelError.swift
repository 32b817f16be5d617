// SPDX-License-Identifier: MIT

/// Why a ``MemoryModel`` can't be made or can't follow an event, and why a question to it or
/// to a ``MemoryState`` has no answer.
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
  /// Sections that reach past the last one that can be addressed, or none; a range
  /// that isn't of whole sections.
  case notAddressable
  /// Sections that don't ascend, or are online already.
  case overlapsMemory
  /// Memory that isn't online, or not in one zone.
  case notOnline
  /// More pages than a group can have, or has to give.
  case exceedsGroup(MemoryGroupID)
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
      case .notAddressable: "the sections are none, not whole, or can't be addressed"
      case .overlapsMemory: "the sections don't ascend, or are online already"
      case .notOnline: "not all of the memory is online in one zone"
      case .exceedsGroup(let id): "more pages than group \(id) can have, or has"
      }
    }
  }
#endif
