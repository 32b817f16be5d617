// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

// These hold for any 64-bit counters, wraps included.
extension Properties {
  @Test(
    "The order of groups, nodes and kernel zones is irrelevant", arguments: PropertySubject.allCases
  )
  func order(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 1) { (vector, random) throws in
      var other = vector
      // Group ids the other way round, and with gaps.
      let groups = vector.state.groups.groups
      let ids = Dictionary(
        uniqueKeysWithValues: groups.enumerated().map {
          ($1.id, MemoryGroupID(Int32(3 * (groups.count - $0))))
        })
      other = try #require(
        other.replacingGroups(groups.reversed().map { $0.numbered(ids[$0.id]!) }))
      other = other.askingAbout(vector.query.groupID.map { ids[$0]! })
      // Two nodes change places; so do a node's kernel zones.
      let nodes = other.state.nodes.map(\.id)
      let (a, b) = (nodes[random.below(nodes.count)], nodes[random.below(nodes.count)])
      if a != b {
        let free = NodeID(1000)
        other = try #require(other.renumberingNode(a, free))
        other = try #require(other.renumberingNode(b, a))
        other = try #require(other.renumberingNode(free, b))
      }
      let node = random.below(nodes.count)
      let types = [0, 1, 2, 4]
      let (first, second) = (types[random.below(4)], types[random.below(4)])
      let zone = other.state.nodes[node].zones[first]
      other.state.nodes[node].zones[first] = other.state.nodes[node].zones[second]
      other.state.nodes[node].zones[second] = zone
      #expect(try oracle.answersAlike(other, vector), "\(vector.line)")
    }
  }

  @Test("A node's test doesn't look at groups of other nodes", arguments: PropertySubject.allCases)
  func groupsOfOtherNodes(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 2) { (vector, random) throws in
      let nodes = vector.state.nodes
      let id = nodes[random.below(nodes.count)].id
      let asked = vector.summing(.node(id))
      let other = try #require(
        asked.replacingGroups(
          asked.state.groups.groups.filter {
            $0.nodeID == id || $0.id == asked.query.groupID
          }))
      #expect(try oracle.answersAlike(other, asked), "\(asked.line)")
    }
  }

  @Test("On one node the node's test is the system's", arguments: PropertySubject.allCases)
  func singleNode(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 8) { (vector, random) throws in
      let node = vector.state.nodes[0]
      var alone = try #require(
        vector.replacingGroups(
          vector.state.groups.groups.map { $0.numbered($0.id, node: node.id) }))
      alone.state.nodes = [node]
      #expect(
        try oracle.answersAlike(alone.summing(.system), alone.summing(.node(node.id))),
        "\(alone.line)")
      alone.query = .zone(
        range: PageRange(startPFN: random.next() >> 24, pageCount: vector.pages),
        onlineType: .online, nodeID: node.id, groupID: vector.query.groupID)
      alone.policy.isAutoMovableNUMAAware = true
      var unaware = alone
      unaware.policy.isAutoMovableNUMAAware = false
      let (one, two) = (try oracle.answer(alone), try oracle.answer(unaware))
      #expect(one.hasSameResult(as: two), "\(alone.line)")
    }
  }

  @Test(
    "Boot memory that is no more than required refuses everything",
    arguments: PropertySubject.allCases)
  func requirementRefuses(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var refused = 0
    try PropertyStates.forEachWild(seed: 9) { (vector, random) throws in
      let solver = LimitSolver(vector.batch, vector.scope)
      let isRefused = solver.early <= solver.requirement(excluding: vector.target)
      if isRefused { refused += 1 }
      for pages in [vector.pages, 0, 1, random.next(), .max] {
        let answer = try oracle.answer(vector.adding(pages))
        #expect((answer[.testExit] == 1) == isRefused, "\(vector.adding(pages).line)")
        if isRefused { #expect(answer[.result] == 0, "\(vector.adding(pages).line)") }
      }
    }
    #expect(refused > 100)
  }
}

extension MemoryGroup {
  /// The group with another number, and on another node if wanted.
  fileprivate func numbered(_ id: MemoryGroupID, node: NodeID? = nil) -> MemoryGroup {
    MemoryGroup(
      id: id, nodeID: node ?? nodeID, kind: kind, presentKernelPages: presentKernelPages,
      presentMovablePages: presentMovablePages, blockCount: blockCount)
  }
}
