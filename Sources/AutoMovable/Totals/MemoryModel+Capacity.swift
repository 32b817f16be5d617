// SPDX-License-Identifier: MIT

extension MemoryModel {
  /// How much the model can hold before an event allocates.
  ///
  /// A node and a group take one place each, and `onlineSections` and
  /// `offlineSections` one run of sections at most.
  public var capacity: ModelCapacity {
    ModelCapacity(
      // The first node, or group of a node, with a high number makes more sums.
      nodes: nodeSums.capacity < Int(NodeID.maximumCount) ? 0 : state.nodes.capacity,
      groups: min(state.groups.groups.capacity, shares.capacity),
      sections: state.sections.capacity)
  }

  /// Makes room, so that no event allocates until there is more than that.
  ///
  /// - Complexity: O(*n* + *g* + *s*), the numbers of nodes, groups and runs of
  ///   sections.
  public mutating func reserveCapacity(_ capacity: ModelCapacity) {
    state.reserveCapacity(capacity)
    shares.reserveCapacity(capacity.groups)
    nodeSums.reserveCapacity(Int(NodeID.maximumCount))
  }
}

extension MemoryState {
  /// Makes room in the lists.
  ///
  /// - Complexity: O(*n* + *g* + *s*), the numbers of nodes, groups and runs of
  ///   sections.
  public mutating func reserveCapacity(_ capacity: ModelCapacity) {
    nodes.reserveCapacity(capacity.nodes)
    groups.groups.reserveCapacity(capacity.groups)
    sections.reserveCapacity(capacity.sections)
  }
}
