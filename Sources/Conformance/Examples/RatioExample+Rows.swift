// SPDX-License-Identifier: MIT

import AutoMovable

extension RatioExample {
  /// All worked cases, by number.
  public static var all: [RatioExample] { basics + others + extremes }
}

// MARK: - Shorthands of the rows

extension RatioExample {
  /// A row; without a target the pages belong to no group.
  static func row(
    _ number: Int, _ name: String, ratio: UInt32, in scope: RatioTest.Scope = .system,
    adding pages: UInt64, nodes: [Node], groups: [MemoryGroup] = [],
    target: MemoryGroupID? = nil,
    sums: (early: UInt64, movable: UInt64, required: UInt64, groupMovable: UInt64),
    _ isAllowed: Bool
  ) -> RatioExample {
    RatioExample(
      number: number, name: name, ratio: ratio, scope: scope, pages: pages,
      state: ExampleMachine.state(nodes, groups), groupID: target,
      sums: RatioExample.Sums(
        early: sums.early, movable: sums.movable, required: sums.required,
        groupMovable: sums.groupMovable),
      isAllowed: isAllowed)
  }

  /// A node with memory in `ZONE_NORMAL` and `ZONE_MOVABLE`.
  static func node(
    _ id: NodeID = 0, early: UInt64, movable: UInt64 = 0, hotplugged: UInt64 = 0
  ) -> Node {
    ExampleMachine.node(id, early: early, movable: movable, hotplugged: hotplugged)
  }

  /// Node 0 with one zone.
  static func node(_ type: ZoneType, _ zone: Zone) -> Node {
    var node = Node(id: 0)
    node[type] = zone
    return node
  }

  /// A zone with some pages.
  static func zone(present: UInt64, early: UInt64, cma: UInt64 = 0) -> Zone {
    ExampleMachine.zone(present: present, early: early, cma: cma)
  }

  /// A dynamic group with units of one memory block.
  static func dynamic(
    _ id: MemoryGroupID, on node: NodeID = 0, kernel: UInt64 = 0,
    movable: UInt64 = 0
  ) -> MemoryGroup {
    ExampleMachine.dynamic(id, on: node, kernel: kernel, movable: movable)
  }

  /// A static group that is as large as its pages.
  static func device(kernel: UInt64, movable: UInt64) -> MemoryGroup {
    MemoryGroup(
      id: 0, nodeID: 0, kind: .static(maxPages: kernel + movable),
      presentKernelPages: kernel, presentMovablePages: movable)
  }

  /// The node with a zone that has counters but no pages.
  static func withUnpopulatedZone(_ node: Node) -> Node {
    var node = node
    node[.dma32].presentEarlyPages = 100
    node[.dma32].cmaPages = 500
    return node
  }

  /// The node with all of its movable memory there since boot.
  static func withEarlyMovable(_ node: Node) -> Node {
    var node = node
    node[.movable].presentEarlyPages = node[.movable].presentPages
    return node
  }
}
