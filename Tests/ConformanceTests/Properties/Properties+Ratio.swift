// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

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

  @Test(
    "A dynamic target is no worse off than none, but for rounding",
    arguments: PropertySubject.allCases)
  func targetHelps(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    var tried = 0
    try PropertyStates.forEachSane(seed: 28) { (vector, random) throws in
      guard let group = vector.dynamicGroup(&random) else { return }
      let slack = (UInt64(vector.policy.autoMovableRatio) + 99) / 100
      let scope: RatioTest.Scope = random.oneIn(2) ? .system : .node(group.nodeID)
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
}
