// SPDX-License-Identifier: MIT

/// How much a `MemoryModel` can hold without allocating.
@frozen
public struct ModelCapacity: Hashable, Sendable {
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
