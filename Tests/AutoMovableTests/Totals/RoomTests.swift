// SPDX-License-Identifier: MIT

import Testing

@testable import AutoMovable

/// What there is room for, and what becomes of one more.
@Suite("Room")
struct RoomTests {
  @Test func idsEndSomewhere() throws {
    var registry = MemoryGroupRegistry()
    #expect(registry.maximumID == .max)
    registry.maximumID = 1
    for id: MemoryGroupID in [0, 1] {
      #expect(try registry.register(.static(maxPages: 1), nodeID: 0) == id)
    }
    #expect(throws: HotplugError.noFreeGroupID) {
      try registry.register(.static(maxPages: 1), nodeID: 0)
    }
    // Only the number is missing: what else is wrong is told first.
    #expect(throws: HotplugError.emptyGroup) {
      try registry.register(.static(maxPages: 0), nodeID: 0)
    }
    try registry.unregister(0)
    #expect(try registry.register(.static(maxPages: 1), nodeID: 0) == 0)
  }

  @Test func whatIsReservedIsThere() throws {
    var model = MemoryModel()
    #expect(model.capacity.nodes == 0)
    model.reserveCapacity(MemoryState.Capacity(nodes: 3, groups: 70, sections: 5))
    let capacity = model.capacity
    #expect(capacity.nodes >= 3 && capacity.groups >= 70 && capacity.sections >= 5)
    for nid in 0..<3 { try model.addNode(Node(id: NodeID(Int32(nid)))) }
    for _ in 0..<70 { _ = try model.registerGroup(.static(maxPages: 1), nodeID: 2) }
    #expect(model.capacity == capacity)
  }

  @Test func nodesAreFoundByNumber() {
    let state = MemoryState(nodes: [Node(id: 1), Node(id: 4)])
    #expect(state.node(4)?.id == 4)
    #expect(state.node(0) == nil && state.node(5) == nil)
  }
}
