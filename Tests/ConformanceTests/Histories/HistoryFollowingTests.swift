// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

/// Running totals stay right through whole histories.
@Suite("Running totals in histories")
struct HistoryFollowingTests {
  @Test(
    "After each operation the totals decide as the machine does",
    arguments: HistoryCases.strategies)
  func follow(_ strategy: Strategy) throws {
    var history = History()
    var core = try CoreMachine()
    var zones: [ZoneType: Int] = [:]
    let cases = HistoryCases(seed: 9, strategy: strategy, size: 60)
    for index in 0..<cases.size {
      cases.fill(&history, at: index)
      try core.boot(history.machine)
      var follower = try FollowingModel(core.machine)
      for operation in history.operations {
        _ = core.apply(operation)
        try follower.follow(core.machine)
        let (model, state) = (follower.model, core.machine.state)
        try #require(model.state.nodes == state.nodes)
        try #require(model.state.groups.groups == state.groups.groups)
        try #require(model.state.sections == state.sections)
        for id in [nil] + state.groups.groups.map(\.id) {
          let nodeID = id.flatMap { state.groups[$0]?.nodeID } ?? 0
          let range = PageRange(
            startPFN: UInt64(operation.blocks(ofPages: core.machine.blockPages).lowerBound % 4096)
              &* core.machine.blockPages,
            pageCount: core.machine.blockPages)
          let decision = try model.onlineDecision(for: range, nodeID: nodeID, groupID: id)
          let walked = try state.onlineDecision(
            for: range, nodeID: nodeID, groupID: id, policy: core.machine.parameters.policy)
          try #require(decision == walked, "history \(index): \(operation)")
          if decision.systemTest != nil { zones[decision.zone, default: 0] += 1 }
        }
      }
    }
    // Both ways of a test are come across.
    #expect(zones[.movable, default: 0] > 50)
    #expect(zones.values.reduce(0, +) - zones[.movable, default: 0] > 50)
  }
}
