// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Conformance

@Suite("Worked examples")
struct WorkedExamplesTests {
  @Test("The rows of the ratio test add up as worked by hand", arguments: RatioExample.all)
  func ratioExample(_ example: RatioExample) {
    let policy = Policy(onlinePolicy: .autoMovable, autoMovableRatio: example.ratio)
    let test = example.state.ratioTest(
      adding: example.pages, groupID: example.groupID, in: example.scope, policy: policy)
    #expect(test.zones.kernelEarlyPages == example.sums.early)
    #expect(test.zones.movablePages == example.sums.movable)
    #expect(test.otherGroups.requiredKernelEarlyPages == example.sums.required)
    #expect(test.otherGroups.movablePages == example.sums.groupMovable)
    #expect(test.isAllowed == example.isAllowed)
  }

  @Test("The rows are numbered 1 to 48")
  func numbers() {
    #expect(RatioExample.all.map(\.number) == Array(1...48))
  }

  @Test("The core decides as the layouts and the odd cases say")
  func decisions() {
    let vectors = LayoutExamples.vectors + OddExamples.vectors
    for vector in vectors {
      guard case .zone(let range, let type, let nodeID, let groupID) = vector.query else {
        continue
      }
      let decision = vector.state.onlineDecision(
        for: range, onlineType: type, nodeID: nodeID, groupID: groupID, policy: vector.policy)
      #expect(vector.expect == .zone(decision.zone, decision.nodeID), "\(vector.id)")
    }
    #expect(Set(vectors.map(\.id)).count == vectors.count)
  }

  @Test("Zone patterns are read, and nothing else is")
  func patterns() {
    #expect(
      ZonePattern(parsing: "M2 (N1 M1)x2")?.zones == [
        .movable, .movable, .normal, .movable, .normal, .movable,
      ])
    #expect(ZonePattern(parsing: "")?.zones == [])
    for text in [
      "M", "X1", "M1(N1)x2", "(M1", "(M1)", "(M1)y2", "M1 N", "((M1)x2)x2", "M9999999", "M1N1",
    ] {
      #expect(ZonePattern(parsing: text) == nil, "\(text)")
    }
  }
}
