// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Worked examples of the ratio test")
struct WorkedExampleTests {
  static let all =
    WorkedExample.limit + WorkedExample.zonesAndGroups + WorkedExample.wraps

  @Test func thereAreAll48() {
    #expect(Self.all.map(\.number) == Array(1...48))
  }

  @Test(arguments: all)
  func everyValueIsAsWorkedOut(_ example: WorkedExample) throws {
    let test = try example.state.ratioTest(
      adding: example.pages, groupID: example.target, in: example.scope,
      policy: Policy(
        onlinePolicy: .autoMovable, autoMovableRatio: example.ratio))
    let sums = WorkedExample.Sums(
      early: test.zones.kernelEarlyPages, movable: test.zones.movablePages,
      required: test.otherGroups.requiredKernelEarlyPages,
      groupMovable: test.otherGroups.movablePages)
    #expect(sums == example.sums)
    #expect(test.outcome == example.outcome)
    #expect(test.isAllowed == example.isAllowed)
  }
}
