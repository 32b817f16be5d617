// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases

// Claims that sound true but aren't, each with the case that shows it.
extension Properties {
  @Test("Not: what allows pages allows fewer", arguments: PropertySubject.allCases)
  func notFewerPages(_ subject: PropertySubject) throws {
    // A group has 4 movable pages that no zone has: the sum starts at -4.
    let state = try machine([0: (early: 100, movable: 0)], groups: [(0, kernel: 4, movable: 4)])
    try expect(subject, 100, state, pages: 72, isAllowed: true)
    try expect(subject, 100, state, pages: 2, isAllowed: false)
  }

  @Test(
    "Not: more boot memory allows more, when it is below 0", arguments: PropertySubject.allCases)
  func notMoreBootMemory(_ subject: PropertySubject) throws {
    var state = try machine([0: (early: 0, movable: 0)])
    state.nodes[0][.normal] = Zone(presentPages: 9, presentEarlyPages: 0, cmaPages: 2)
    try expect(subject, 100, state, pages: 10, isAllowed: true)
    state.nodes[0][.normal].presentEarlyPages += 6
    try expect(subject, 100, state, pages: 10, isAllowed: false)
  }

  @Test(
    "Not: a node's test doesn't look at a target of another node",
    arguments: PropertySubject.allCases)
  func notOtherNodesTarget(_ subject: PropertySubject) throws {
    for (kernel, isAllowed) in [(100, true), (0, false)] as [(UInt64, Bool)] {
      let state = try machine(
        [0: (early: 0, movable: 0), 1: (early: 100, movable: 0)],
        groups: [(0, kernel: kernel, movable: 0)])
      try expect(
        subject, 100, state, pages: 150, groupID: 0, scope: .node(1), isAllowed: isAllowed)
    }
  }

  @Test("Not: kernel pages of another group have no effect", arguments: PropertySubject.allCases)
  func notOtherGroupsKernelPages(_ subject: PropertySubject) throws {
    // 31 movable pages need 8 kernel pages at 350 %.
    for (kernel, isAllowed) in [(6, false), (14, true)] as [(UInt64, Bool)] {
      let state = try machine(
        [0: (early: 2, movable: 31)], groups: [(0, kernel: kernel, movable: 31)])
      try expect(subject, 350, state, pages: 7, isAllowed: isAllowed)
    }
  }

  @Test("Not: a target is no worse off than none, to the page", arguments: PropertySubject.allCases)
  func notTargetHelps(_ subject: PropertySubject) throws {
    // 34 movable pages need 11 kernel pages, rounded down.
    let state = try machine(
      [0: (early: 10, movable: 42)], groups: [(0, kernel: 8, movable: 34)])
    try expect(subject, 300, state, pages: 13, isAllowed: true)
    try expect(subject, 300, state, pages: 13, groupID: 0, isAllowed: false)
  }

  @Test(
    "Not: what a node allows the system allows, nor the other way round",
    arguments: PropertySubject.allCases)
  func notOnePassAlone(_ subject: PropertySubject) throws {
    let full = try machine([0: (early: 100, movable: 0), 1: (early: 0, movable: 1000)])
    try expect(subject, 100, full, pages: 1, scope: .node(0), isAllowed: true)
    try expect(subject, 100, full, pages: 1, scope: .system, isAllowed: false)
    let empty = try machine([0: (early: 100, movable: 0), 1: (early: 0, movable: 0)])
    try expect(subject, 100, empty, pages: 1, scope: .system, isAllowed: true)
    try expect(subject, 100, empty, pages: 1, scope: .node(1), isAllowed: false)
  }

  /// Nodes with boot memory and movable memory, and dynamic groups.
  private func machine(
    _ nodes: KeyValuePairs<Int32, (early: UInt64, movable: UInt64)>,
    groups: [(nid: Int32, kernel: UInt64, movable: UInt64)] = []
  ) throws -> MemoryState {
    var state = MemoryState()
    for (nid, memory) in nodes {
      var node = Node(id: NodeID(nid))
      node[.normal] = Zone(presentPages: memory.early, presentEarlyPages: memory.early)
      node[.movable].presentPages = memory.movable
      state.nodes.append(node)
    }
    for (index, group) in groups.enumerated() {
      try state.groups.restore(
        MemoryGroup(
          id: MemoryGroupID(Int32(index)), nodeID: NodeID(group.nid),
          kind: .dynamic(unitPages: Geometry.x86_64.pagesPerSection),
          presentKernelPages: group.kernel, presentMovablePages: group.movable))
    }
    return state
  }

  private func expect(
    _ subject: PropertySubject, _ ratio: UInt32, _ state: MemoryState, pages: UInt64,
    groupID: MemoryGroupID? = nil, scope: RatioTest.Scope = .system, isAllowed: Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let vector = DecisionVector(
      id: "counterexample",
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio), state: state,
      query: .canOnlineMovable(pages: pages, groupID: groupID, scope: scope))
    #expect(
      try subject.asked().allows(vector) == isAllowed, "\(vector.line)",
      sourceLocation: sourceLocation)
  }
}
