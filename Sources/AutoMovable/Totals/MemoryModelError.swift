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
