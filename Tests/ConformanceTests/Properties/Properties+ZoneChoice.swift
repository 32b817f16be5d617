// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Generation

// These are about the choice of a zone, whatever the counters are.
extension Properties {
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
            startPFN: random.below(1 << 10) * Geometry.x86_64.pagesPerSection,
            pageCount: pages),
          onlineType: .online, nodeID: node, groupID: groupID)
      }
      try body(vector, &random)
    }
  }
}
