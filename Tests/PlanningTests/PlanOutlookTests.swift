// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("What becomes of memory that comes next")
struct PlanOutlookTests {
  @Test("What blocks are onlined as comes before the policy", arguments: ["vm0", nil])
  func onlineTypes(_ device: String?) throws {
    var scenario =
      try device == nil
      ? Scenario(boot: ["4G"], actions: [.addDIMM(id: "d", size: bytes("4G"), node: 0)])
      : Scenario(boot: "4G", grow: "1G")
    for policy in ["auto-movable", "contig-zones"] {
      scenario.onlinePolicy = policy
      for (state, outlook) in [
        ("online_kernel", PlanOutlook.kernel), ("online_movable", .movable), ("offline", .offline),
      ] {
        scenario.defaultState = state
        #expect(try scenario.planned().planner.outlook == outlook, "\(policy) \(state)")
      }
    }
    scenario.defaultState = "online"
    #expect(try scenario.planned().planner.outlook == .byNeighbours(isElseMovable: false))
    scenario.kernelArguments = ["movable_node"]
    #expect(try scenario.planned().planner.outlook == .byNeighbours(isElseMovable: true))
  }

  @Test("The next memory is what the outlook says", arguments: ["online_kernel", "online_movable"])
  func isKept(_ state: String) throws {
    var scenario = try Scenario(boot: "1G", ratio: 100, grow: "512M")
    scenario.defaultState = state
    let outlook = try scenario.planned().planner.outlook
    scenario.actions.append(.addDIMM(id: "d", size: bytes("4G"), node: 0))
    let next = try #require(try scenario.planned().summary.devices.last)
    #expect(next.movableBytes == (outlook == .movable ? 4 << 30 : 0))
    #expect(next.kernelBytes == (outlook == .kernel ? 4 << 30 : 0))
  }

  @Test("A state that is written later counts, too")
  func writtenLater() throws {
    var scenario = try Scenario(boot: "4G", grow: "1G")
    scenario.actions.append(.writeAutoOnlineBlocks(value: "online_movable"))
    #expect(try scenario.planned().planner.outlook == .movable)
  }

  @Test("Where the ratio doesn't decide, no warning says what it would need")
  func ratioIsIdle() throws {
    var scenario = try Scenario(
      boot: ["1G", "0"], actions: [.addDIMM(id: "d", size: bytes("8G"), node: 1)])
    #expect(
      try scenario.planned().warningKinds == [.idleKernelMemory, .nodeWithoutBootMemory])
    scenario.defaultState = "online_kernel"
    #expect(try scenario.planned().warningKinds == [])
    scenario.defaultState = "online"
    scenario.onlinePolicy = "contig-zones"
    #expect(try scenario.planned().warningKinds == [])
  }

  @Test("A device has no more room than it is large")
  func deviceSize() throws {
    var scenario = try Scenario(boot: "4G", grow: "1G")
    func rooms() throws -> [UInt64] {
      guard case .byRatio(let rooms) = try scenario.planned().planner.outlook else { return [] }
      return rooms.filter { $0.device != nil }.map { $0.fittingBytes >> 20 }
    }
    #expect(try rooms() == [0])
    scenario.virtioMemory[0].size = bytes("3G")
    #expect(try rooms() == [2048])
    scenario.virtioMemory[0].size = bytes("64G")
    #expect(try rooms() == [11 * 1024])
  }
}
