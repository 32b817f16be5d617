// SPDX-License-Identifier: MIT

import AutoMovable

/// Shorthands for the machines of worked cases.
enum ExampleMachine {
  /// Node 0 with boot memory in `ZONE_NORMAL` and with movable memory.
  ///
  /// `hotplugged` pages are in `ZONE_NORMAL` too.
  static func node(
    _ id: NodeID = 0, early: UInt64, movable: UInt64 = 0, hotplugged: UInt64 = 0
  ) -> Node {
    var node = Node(id: id)
    node[.normal] = zone(present: early &+ hotplugged, early: early)
    node[.movable] = zone(present: movable)
    return node
  }

  /// A zone above 4 GiB whose span is as large as its memory.
  static func zone(
    present: UInt64, early: UInt64 = 0, cma: UInt64 = 0
  ) -> Zone {
    Zone(
      startPFN: present == 0 ? 0 : 1 << 20, spannedPages: present,
      presentPages: present, presentEarlyPages: early, cmaPages: cma)
  }

  /// A dynamic group with units of one memory block.
  static func dynamic(
    _ id: MemoryGroupID, on node: NodeID = 0, kernel: UInt64 = 0,
    movable: UInt64 = 0
  ) -> MemoryGroup {
    MemoryGroup(
      id: id, nodeID: node, kind: .dynamic(unitPages: MemoryGeometry.minimumBlockPages),
      presentKernelPages: kernel, presentMovablePages: movable)
  }

  /// A machine of these nodes and groups, both by ascending id.
  static func state(_ nodes: [Node], _ groups: [MemoryGroup] = []) -> MemoryState {
    var registry = MemoryGroupRegistry()
    for group in groups {
      do { try registry.restore(group) } catch {
        preconditionFailure("a worked case has a group that is refused: \(error)")
      }
    }
    return MemoryState(nodes: nodes, groups: registry)
  }
}
