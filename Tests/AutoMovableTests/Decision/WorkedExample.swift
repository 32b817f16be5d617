// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// A ratio test worked out by hand, with every value on the way.
struct WorkedExample: Sendable {
  /// A zone of the machine, by the node and the type.
  struct ExampleZone {
    let nodeID: NodeID
    let type: ZoneType
    let zone: Zone
  }

  /// The sums that come before the comparison.
  struct Sums: Equatable {
    let early: UInt64
    let movable: UInt64
    let required: UInt64
    let groupMovable: UInt64
  }

  let number: Int
  let title: String
  let ratio: UInt32
  let scope: RatioTest.Scope
  let pages: UInt64
  let state: MemoryState
  let target: MemoryGroupID?
  let sums: Sums
  let outcome: RatioTest.Outcome
  let isAllowed: Bool

  /// Creates an example; groups are numbered from 0 in the order given.
  init(
    _ number: Int, _ title: String, ratio: UInt32, in scope: RatioTest.Scope = .system,
    adding pages: UInt64, zones: [ExampleZone], groups: [ExampleGroup] = [],
    target: MemoryGroupID? = nil, sums: Sums, _ outcome: RatioTest.Outcome,
    isAllowed: Bool
  ) {
    self.number = number
    self.title = title
    self.ratio = ratio
    self.scope = scope
    self.pages = pages
    self.target = target
    self.sums = sums
    self.outcome = outcome
    self.isAllowed = isAllowed
    self.state = Self.makeState(zones, groups)
  }

  private static func makeState(
    _ zones: [ExampleZone], _ groups: [ExampleGroup]
  ) -> MemoryState {
    var nodes: [Node] = []
    for id in Set(zones.map(\.nodeID)).sorted() {
      var node = Node(id: id)
      for zone in zones where zone.nodeID == id { node[zone.type] = zone.zone }
      nodes.append(node)
    }
    var state = MemoryState(nodes: nodes)
    for (index, group) in groups.enumerated() {
      do {
        try state.groups.restore(group.registered(as: MemoryGroupID(Int32(index))))
      } catch {
        Issue.record("example group \(index): \(error)")
      }
    }
    return state
  }
}

extension WorkedExample: CustomTestStringConvertible {
  var testDescription: String { "\(number). \(title)" }
}

extension WorkedExample.Sums {
  /// Sums of a machine without other dynamic groups.
  static func zones(early: UInt64, movable: UInt64 = 0) -> Self {
    Self(early: early, movable: movable, required: 0, groupMovable: 0)
  }
}

extension WorkedExample.ExampleZone {
  /// Boot memory in ZONE_NORMAL; all of it present unless told otherwise.
  static func normal(
    early: UInt64, present: UInt64? = nil, cma: UInt64 = 0, node: NodeID = 0
  ) -> Self {
    Self(
      nodeID: node, type: .normal,
      zone: Zone(
        presentPages: present ?? early, presentEarlyPages: early, cmaPages: cma))
  }

  /// Memory in ZONE_MOVABLE.
  static func movable(
    _ present: UInt64, early: UInt64 = 0, node: NodeID = 0
  ) -> Self {
    Self(
      nodeID: node, type: .movable,
      zone: Zone(presentPages: present, presentEarlyPages: early))
  }
}
