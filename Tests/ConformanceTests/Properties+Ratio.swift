// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Conformance

// These have preconditions: mostly a state as kernels have them.
extension Properties {
  @Test("What allows pages allows fewer, if no sum wraps", arguments: PropertySubject.allCases)
  func fewerPages(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var tried = 0
    func check(_ vector: DecisionVector, _ random: inout SplitMix64) throws {
      let answer = try oracle.answer(vector)
      let movable = answer[.testMovable] &- answer[.testGroupMovable]
      guard answer[.result] != 0,
        !movable.addingReportingOverflow(vector.pages).overflow
      else { return }
      tried += 1
      for pages in [0, vector.pages / 2, vector.pages &- (vector.pages == 0 ? 0 : 1)] {
        #expect(try oracle.allows(vector.adding(pages)), "\(vector.line), but not \(pages)")
      }
      // So there is a threshold.
      let limit = answer[.testLimit] - movable
      #expect(try oracle.allows(vector.adding(limit)), "\(vector.line), but not \(limit)")
      if answer[.testLimit] < .max {
        #expect(try !oracle.allows(vector.adding(limit + 1)), "\(vector.line): \(limit + 1)")
      }
    }
    try PropertyStates.forEachWild(seed: 21, check)
    try PropertyStates.forEachSane(seed: 21, check)
    #expect(tried > 1_000)
  }

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

  @Test(
    "Kernel pages of another group beyond its need have no effect",
    arguments: PropertySubject.allCases)
  func surplusKernelPages(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var tried = 0
    try PropertyStates.forEachSane(seed: 25) { (vector, random) throws in
      let target = vector.query.groupID
      guard let group = vector.dynamicGroup(&random, where: { $0.id != target }) else {
        return
      }
      tried += 1
      let need = group.presentMovablePages * 100 / UInt64(vector.policy.autoMovableRatio)
      let enough = vector.changing(group.id) { $0.presentKernelPages = need }
      let more = enough.changing(group.id) { $0.presentKernelPages += Self.amount(&random) }
      #expect(try oracle.answersAlike(enough, more), "\(enough.line)")
    }
    #expect(tried > 1_000)
  }

  @Test("The test is 100 * movable <= ratio * kernel", arguments: PropertySubject.allCases)
  func crossMultiplication(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var (allowed, refused) = (0, 0)
    try PropertyStates.forEachSane(seed: 26) { (vector, _) throws in
      // Summed up once more, in numbers that don't wrap.
      let sums = PropertySums(vector)
      guard sums.early > sums.required else {
        #expect(try !oracle.allows(vector), "\(vector.line)")
        return
      }
      let isAllowed =
        100 * (sums.movable + Int(vector.pages)) <= Int(vector.policy.autoMovableRatio)
        * sums.kernel
      if isAllowed { allowed += 1 } else { refused += 1 }
      #expect(try oracle.allows(vector) == isAllowed, "\(vector.line)")
    }
    #expect(allowed > 500 && refused > 500)
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

  @Test(
    "A dynamic target is no worse off than none, but for rounding",
    arguments: PropertySubject.allCases)
  func targetHelps(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var tried = 0
    try PropertyStates.forEachSane(seed: 28) { (vector, random) throws in
      guard let group = vector.dynamicGroup(&random) else { return }
      let slack = (UInt64(vector.policy.autoMovableRatio) + 99) / 100
      let scope: Scope = random.oneIn(2) ? .system : .node(group.nodeID)
      let without = vector.summing(scope).askingAbout(nil)
      // At the limit without a target, mostly.
      let limit = LimitSolver(without.batch, scope).pagesAtLimit(for: nil)
      let pages = limit < 1 << 40 && limit >= slack ? limit : slack + random.below(40)
      guard try oracle.allows(without.adding(pages)) else { return }
      tried += 1
      let with = without.adding(pages - slack).askingAbout(group.id)
      #expect(try oracle.allows(with), "\(with.line)")
    }
    #expect(tried > 300)
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
  private static func amount(_ random: inout SplitMix64) -> UInt64 {
    random.oneIn(2) ? 1 : 1 + random.below(40) * MemoryGeometry.pagesPerSection
  }
}

/// The sums of a ratio test in integers that don't wrap, for sane states.
private struct PropertySums {
  var early = 0
  var movable = 0
  var required = 0
  /// The kernel pages that count in the comparison.
  var kernel: Int

  init(_ vector: DecisionVector) {
    func isAsked(_ id: NodeID) -> Bool { vector.scope == .system || vector.scope == .node(id) }
    for node in vector.state.nodes where isAsked(node.id) {
      for type in ZoneType.allCases where node[type].presentPages > 0 {
        if type == .movable {
          movable += Int(node[type].presentPages)
        } else {
          early += Int(node[type].presentEarlyPages) - Int(node[type].cmaPages)
          movable += Int(node[type].cmaPages)
        }
      }
    }
    kernel = early
    for group in vector.state.groups.groups where group.isDynamic {
      if group.id == vector.query.groupID {
        kernel += Int(group.presentKernelPages)
      } else if isAsked(group.nodeID) {
        let need =
          100 * Int(group.presentMovablePages) / Int(vector.policy.autoMovableRatio)
          - Int(group.presentKernelPages)
        required += max(0, need)
        movable -= Int(group.presentMovablePages)
      }
    }
    kernel -= required
  }
}
