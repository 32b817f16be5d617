// SPDX-License-Identifier: MIT

import AutoMovable

@testable import Cases
@testable import Conformance
@testable import Generation

/// Random states for properties, each with a ratio test to be asked.
enum PropertyStates {
  /// How many states a property is tried on.
  static let count: UInt64 = 3_000

  /// Calls `body` with states of all strategies, wraps included.
  static func forEachWild(
    seed: UInt64, count: UInt64 = count,
    _ body: (DecisionVector, inout SplitMix64) throws -> Void
  ) rethrows {
    let cases = RandomCases(seed: seed, size: count * 16)
    for index in 0..<count {
      var random = SplitMix64(seed: ~seed, stream: index)
      var vector = cases.vector(at: index * 16 + random.below(16))
      if case .zone(let range, _, let nodeID, let groupID) = vector.query {
        vector.query = .canOnlineMovable(
          pages: range.pageCount, groupID: groupID,
          scope: random.oneIn(2) ? .system : .node(nodeID))
      }
      try body(vector, &random)
    }
  }

  /// Calls `body` with states as kernels have them: a ratio that isn't 0, no
  /// sum below 0, no wrap, and the movable pages of groups in their zones.
  static func forEachSane(
    seed: UInt64, count: UInt64 = count,
    _ body: (DecisionVector, inout SplitMix64) throws -> Void
  ) rethrows {
    for index in 0..<count {
      var random = SplitMix64(seed: seed, stream: index)
      try body(sane(&random, id: "sane \(seed)/\(index)"), &random)
    }
  }

  static func ratio(_ random: inout SplitMix64) -> UInt32 {
    let ratios: [16 of UInt64] = [
      1, 50, 99, 100, 101, 150, 200, 250, 300, 301, 302, 350, 400, 2_000, 1 << 31,
      0xFFFF_FFFF,
    ]
    return UInt32(random.oneIn(8) ? 1 + random.below(1_000) : random.pick(ratios))
  }

  private static func sane(_ random: inout SplitMix64, id: String) -> DecisionVector {
    let unit: UInt64 = random.oneIn(2) ? 1 : Geometry.x86_64.pagesPerSection
    var state = MemoryState()
    for index in 0...random.below(3) {
      var node = Node(id: NodeID(Int32(index)))
      for type: ZoneType in [.dma, .dma32, .normal] where random.oneIn(2) {
        let early = random.below(60) * unit
        node[type] = Zone(
          presentPages: early + random.below(10) * unit, presentEarlyPages: early,
          cmaPages: random.oneIn(4) ? random.below(early + 1) : 0)
      }
      node[.movable].presentPages = random.below(30) * unit
      state.nodes.append(node)
    }
    for index in 0..<random.below(4) {
      let node = random.below(state.nodes.count)
      let group = MemoryGroup(
        id: MemoryGroupID(Int32(index)), nodeID: state.nodes[node].id,
        kind: random.oneIn(4)
          ? .static(maxPages: 1 << 20) : .dynamic(unitPages: Geometry.x86_64.pagesPerSection),
        presentKernelPages: random.below(20) * unit,
        presentMovablePages: random.below(40) * unit)
      state.nodes[node][.movable].presentPages += group.presentMovablePages
      try! state.groups.restore(group)
    }
    let policy = Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio(&random))
    let target =
      random.oneIn(3)
      ? nil
      : state.groups.groups.isEmpty
        ? nil : state.groups.groups[random.below(state.groups.groups.count)]
    let scope: RatioTest.Scope =
      random.oneIn(2) ? .system : .node(state.nodes[random.below(state.nodes.count)].id)
    var vector = DecisionVector(
      id: id, policy: policy, state: state,
      query: .canOnlineMovable(
        pages: random.below(80) * unit, groupID: target?.id, scope: scope))
    // Most questions are about a page more or less.
    if random.below(4) != 0 {
      let limit = LimitSolver(vector.batch, scope).pagesAtLimit(for: target)
      let pages = limit &+ random.below(3) &- 1
      if pages < 1 << 40 { vector = vector.adding(pages) }
    }
    return vector
  }
}

extension DecisionVector {
  /// The pages of the question.
  var pages: UInt64 { VectorInput.pageCount.value(in: self) }

  /// What the ratio test sums up.
  var scope: RatioTest.Scope {
    switch query {
    case .canOnlineMovable(_, _, let scope): scope
    case .zone(_, _, let nodeID, _): .node(nodeID)
    }
  }

  /// The group of the question.
  var target: MemoryGroup? { query.groupID.flatMap { state.groups[$0] } }

  /// The ratio test with other pages.
  func adding(_ pages: UInt64) -> DecisionVector {
    var vector = self
    vector.query = .canOnlineMovable(pages: pages, groupID: query.groupID, scope: scope)
    return vector
  }

  /// The ratio test of another scope.
  func summing(_ scope: RatioTest.Scope) -> DecisionVector {
    var vector = self
    vector.query = .canOnlineMovable(pages: pages, groupID: query.groupID, scope: scope)
    return vector
  }

  /// The vector with a group's counters changed.
  func changing(
    _ id: MemoryGroupID, _ change: (inout MemoryGroup) -> Void
  ) -> DecisionVector {
    var vector = self
    vector.state.groups.update(id, change)
    return vector
  }

  /// One of the dynamic groups that fit, or `nil` if there is none.
  func dynamicGroup(
    _ random: inout SplitMix64, where fits: (MemoryGroup) -> Bool = { _ in true }
  ) -> MemoryGroup? {
    let groups = state.groups.groups.filter { $0.isDynamic && fits($0) }
    return groups.isEmpty ? nil : groups[random.below(groups.count)]
  }

  /// The position of a node.
  func nodeIndex(of id: NodeID) -> Int? { state.nodes.firstIndex { $0.id == id } }
}
