// SPDX-License-Identifier: MIT

extension MemoryState {
  /// How much a ``MemoryState`` or a ``MemoryModel`` can hold without allocating.
  @frozen
  public struct Capacity: Hashable, Sendable {
    /// Nodes.
    public var nodes: Int

    /// Groups.
    public var groups: Int

    /// Runs of online sections.
    public var sections: Int

    /// Creates a capacity; left-out numbers are 0.
    @inlinable
    public init(nodes: Int = 0, groups: Int = 0, sections: Int = 0) {
      self.nodes = nodes
      self.groups = groups
      self.sections = sections
    }
  }

  /// Makes room in the lists.
  ///
  /// - Complexity: O(*n* + *g* + *s*), the numbers of nodes, groups and runs of
  ///   sections.
  public mutating func reserveCapacity(_ capacity: Capacity) {
    nodes.reserveCapacity(capacity.nodes)
    groups.groups.reserveCapacity(capacity.groups)
    sections.reserveCapacity(capacity.sections)
  }
}

extension MemoryModel {
  /// How much the model can hold before an event allocates.
  ///
  /// A node and a group take one place each, and `onlineSections` and
  /// `offlineSections` one run of sections at most.
  public var capacity: MemoryState.Capacity {
    MemoryState.Capacity(
      // The first node, or group of a node, with a high number makes more sums.
      nodes: nodeSums.capacity < Int(NodeID.maximumCount) ? 0 : state.nodes.capacity,
      groups: min(state.groups.groups.capacity, shares.capacity),
      sections: state.sections.capacity)
  }

  /// Makes room, so that no event allocates until there is more than that.
  ///
  /// - Complexity: O(*n* + *g* + *s*), the numbers of nodes, groups and runs of
  ///   sections.
  public mutating func reserveCapacity(_ capacity: MemoryState.Capacity) {
    state.reserveCapacity(capacity)
    shares.reserveCapacity(capacity.groups)
    nodeSums.reserveCapacity(Int(NodeID.maximumCount))
  }
}
