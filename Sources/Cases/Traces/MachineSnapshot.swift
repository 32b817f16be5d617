// SPDX-License-Identifier: MIT

public import AutoMovable

/// All counters and spans of a machine at one moment.
public struct MachineSnapshot: Equatable, Sendable {
  /// The online nodes, ids ascending.
  public var nodes: [Node]

  /// The nodes' own spans and sizes, in the same order.
  public var totals: [NodeExtent]

  /// The registered groups, ids ascending.
  public var groups: [MemoryGroup]

  /// Creates a snapshot.
  public init(nodes: [Node], totals: [NodeExtent], groups: [MemoryGroup]) {
    self.nodes = nodes
    self.totals = totals
    self.groups = groups
  }
}
