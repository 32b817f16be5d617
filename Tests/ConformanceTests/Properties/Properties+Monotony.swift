// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Generation

// More of one thing never turns an answer round, in states as kernels have
// them.
extension Properties {
  @Test("More boot memory never refuses what was allowed", arguments: PropertySubject.allCases)
  func moreBootMemory(_ subject: PropertySubject) throws {
    try expectNeverRefused(subject, seed: 22) { vector, random in
      let node = random.below(vector.state.nodes.count)
      let type = random.below(3)
      guard vector.state.nodes[node].zones[type].isPopulated else { return nil }
      var more = vector
      more.state.nodes[node].zones[type].presentEarlyPages += Self.amount(&random)
      return more
    }
  }

  @Test("A higher ratio never refuses what was allowed", arguments: PropertySubject.allCases)
  func higherRatio(_ subject: PropertySubject) throws {
    try expectNeverRefused(subject, seed: 23) { vector, random in
      let ratio = PropertyStates.ratio(&random)
      guard ratio > vector.policy.autoMovableRatio else { return nil }
      var higher = vector
      higher.policy.autoMovableRatio = ratio
      return higher
    }
  }

  @Test(
    "More kernel pages of a group never refuse what was allowed",
    arguments: PropertySubject.allCases)
  func moreKernelPages(_ subject: PropertySubject) throws {
    try expectNeverRefused(subject, seed: 24) { vector, random in
      guard let group = vector.dynamicGroup(&random) else { return nil }
      return vector.changing(group.id) { $0.presentKernelPages += Self.amount(&random) }
    }
  }

  @Test("More movable memory never allows what was refused", arguments: PropertySubject.allCases)
  func moreMovable(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var tried = 0
    try PropertyStates.forEachSane(seed: 27) { (vector, random) throws in
      guard try !oracle.allows(vector) else { return }
      tried += 1
      let amount = Self.amount(&random)
      var more = vector
      let target = vector.query.groupID
      if random.oneIn(2),
        let group = vector.dynamicGroup(&random, where: { $0.id != target }),
        let node = vector.nodeIndex(of: group.nodeID)
      {
        more = vector.changing(group.id) { $0.presentMovablePages += amount }
        more.state.nodes[node][.movable].presentPages += amount
      } else {
        more.state.nodes[random.below(vector.state.nodes.count)][.movable].presentPages +=
          amount
      }
      #expect(try !oracle.allows(more), "\(vector.line), but \(more.line)")
    }
    #expect(tried > 1_000)
  }

  /// Expects that a change of a sane state leaves allowed what was allowed.
  private func expectNeverRefused(
    _ subject: PropertySubject, seed: UInt64,
    _ change: (DecisionVector, inout SplitMix64) throws -> DecisionVector?
  ) throws {
    let oracle = try subject.asked()
    var tried = 0
    try PropertyStates.forEachSane(seed: seed, count: 2 * PropertyStates.count) {
      vector, random in
      guard try oracle.allows(vector), let changed = try change(vector, &random) else {
        return
      }
      tried += 1
      #expect(try oracle.allows(changed), "\(vector.line), but not \(changed.line)")
    }
    #expect(tried > 300)
  }

  /// One page, or many.
  static func amount(_ random: inout SplitMix64) -> UInt64 {
    random.oneIn(2) ? 1 : 1 + random.below(40) * Geometry.x86_64.pagesPerSection
  }
}
