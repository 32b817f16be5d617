// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Conformance

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

  @Test("A static group as target is as no target", arguments: PropertySubject.allCases)
  func staticTarget(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 3) { (vector, random) throws in
      let groups = vector.state.groups.groups.filter { !$0.isDynamic }
      guard !groups.isEmpty else { return }
      let asked = vector.askingAbout(groups[random.below(groups.count)].id)
      #expect(
        try oracle.answersAlike(asked, asked.askingAbout(nil)), "\(asked.line)")
    }
  }

  @Test(
    "Counters of static groups never matter to the ratio test", arguments: PropertySubject.allCases)
  func staticCounters(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 4) { (vector, random) throws in
      var other = vector
      for group in vector.state.groups.groups where !group.isDynamic {
        other.state.groups.update(group.id) {
          $0.presentKernelPages = random.logUniform()
          $0.presentMovablePages = random.logUniform()
        }
      }
      #expect(try oracle.answersAlike(other, vector), "\(vector.line)")
    }
  }

  @Test(
    "Present pages of a populated kernel zone are irrelevant", arguments: PropertySubject.allCases)
  func presentKernelPages(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 5) { (vector, random) throws in
      var other = vector
      for node in vector.state.nodes.indices {
        for type in [0, 1, 2, 4] where vector.state.nodes[node].zones[type].isPopulated {
          other.state.nodes[node].zones[type].presentPages = max(1, random.logUniform())
        }
      }
      #expect(try oracle.answersAlike(other, vector), "\(vector.line)")
    }
  }

  @Test("A dynamic target with no pages is as no target", arguments: PropertySubject.allCases)
  func emptyTarget(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 6) { (vector, random) throws in
      guard let group = vector.dynamicGroup(&random) else { return }
      let asked = vector.askingAbout(group.id).changing(group.id) {
        $0.presentKernelPages = 0
        $0.presentMovablePages = 0
      }
      #expect(
        try oracle.answersAlike(asked, asked.askingAbout(nil)), "\(asked.line)")
    }
  }

  @Test("The target's own movable pages are never read", arguments: PropertySubject.allCases)
  func movableOfTarget(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 7) { (vector, random) throws in
      guard let group = vector.dynamicGroup(&random) else { return }
      let asked = vector.askingAbout(group.id)
      let other = asked.changing(group.id) { $0.presentMovablePages = random.logUniform() }
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

  @Test("NUMA awareness never makes memory movable", arguments: PropertySubject.allCases)
  func numaAwareness(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var turned = 0
    try forEachWildZone(seed: 10) { (vector, _) throws in
      var aware = vector
      aware.policy.isAutoMovableNUMAAware = true
      var unaware = vector
      unaware.policy.isAutoMovableNUMAAware = false
      let (one, two) = (try oracle.allows(aware), try oracle.allows(unaware))
      #expect(!one || two, "\(vector.line)")
      if one != two { turned += 1 }
    }
    #expect(turned > 20)
  }

  @Test("The same question has the same answer", arguments: PropertySubject.allCases)
  func purity(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var last: (vector: DecisionVector, answer: DecisionAnswer)?
    try forEachWildZone(seed: 11) { (vector, _) throws in
      let answer = try oracle.answer(vector)
      // Another machine was asked in between.
      if let last {
        #expect(try oracle.answer(last.vector) == last.answer, "\(last.vector.line)")
      }
      last = (vector, answer)
    }
  }

  @Test(
    "Explicit types heed neither parameters nor counters nor groups",
    arguments: PropertySubject.allCases)
  func explicitTypes(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try forEachWildZone(seed: 12) { (vector, random) throws in
      guard case .zone(let range, _, let nodeID, let groupID) = vector.query else { return }
      var other = vector
      other.policy = Policy(
        onlinePolicy: random.oneIn(2) ? .autoMovable : .contigZones,
        autoMovableRatio: UInt32(truncatingIfNeeded: random.logUniform()),
        isAutoMovableNUMAAware: random.oneIn(2), isMovableNodeEnabled: random.oneIn(2))
      for node in other.state.nodes.indices {
        for type in 0..<ZoneType.count {
          other.state.nodes[node].zones[type].presentPages = random.logUniform()
          other.state.nodes[node].zones[type].presentEarlyPages = random.logUniform()
          other.state.nodes[node].zones[type].cmaPages = random.logUniform()
        }
      }
      for group in other.state.groups.groups {
        other.state.groups.update(group.id) {
          $0.presentKernelPages = random.logUniform()
          $0.presentMovablePages = random.logUniform()
        }
      }
      for type: OnlineType in [.onlineKernel, .onlineMovable] {
        var one = vector
        one.query = .zone(range: range, onlineType: type, nodeID: nodeID, groupID: groupID)
        var two = other
        two.query = .zone(range: range, onlineType: type, nodeID: nodeID, groupID: nil)
        #expect(try oracle.answersAlike(one, two), "\(one.line)")
        if type == .onlineMovable { #expect(try oracle.allows(one), "\(one.line)") }
      }
    }
  }

  /// Calls `body` with states of all strategies, asked for a zone.
  private func forEachWildZone(
    seed: UInt64, _ body: (DecisionVector, inout SplitMix64) throws -> Void
  ) rethrows {
    let cases = RandomCases(seed: seed, size: PropertyStates.count * 16)
    for index in 0..<PropertyStates.count {
      var random = SplitMix64(seed: ~seed, stream: index)
      var vector = cases.vector(at: index * 16 + random.below(16))
      if case .canOnlineMovable(let pages, let groupID, _) = vector.query {
        let node = vector.state.nodes[random.below(vector.state.nodes.count)].id
        vector.query = .zone(
          range: PageRange(
            startPFN: random.below(1 << 10) * MemoryGeometry.pagesPerSection,
            pageCount: pages),
          onlineType: .online, nodeID: node, groupID: groupID)
      }
      try body(vector, &random)
    }
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
