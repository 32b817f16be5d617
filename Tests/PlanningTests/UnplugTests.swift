// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("What can be unplugged for sure")
struct UnplugTests {
  @Test("No more than is plugged, block by block")
  func partlyPlugged() throws {
    let device = try Scenario(boot: "512M", grow: "400M").planned().summary.devices[0]
    #expect(device.presentBytes == 512 << 20)
    #expect(device.pluggedBytes == 400 << 20)
    #expect(device.unpluggableBytes == 400 << 20)
    // The last block is in a kernel zone, and it alone is plugged in part.
    let mixed = try Scenario(boot: "1G", grow: "3088M").planned()
    #expect(mixed.layout == "M24 N1")
    #expect(mixed.summary.devices[0].unpluggableBytes == 3 << 30)
    #expect(mixed.summary.pluggedBytes == 3088 << 20)
  }

  @Test("Of Big Block Mode, units that have no kernel block")
  func bigBlocks() throws {
    var scenario = try Scenario(boot: "1G", grow: "1G", block: "512M")
    #expect(try scenario.planned().summary.devices[0].unpluggableBytes == 1 << 30)
    let block = Int(try scenario.planned().planner.devices[0].blocks.lowerBound)
    scenario.actions += [
      .writeState(block: block, value: "offline"),
      .writeState(block: block, value: "online_kernel"),
    ]
    let plan = try scenario.planned()
    #expect(plan.summary.movableBytes == 7 << 27)
    #expect(plan.summary.devices[0].unpluggableBytes == 512 << 20)
  }

  @Test("DIMMs and DAX devices go as a whole, memory without a group block by block")
  func wholeDevices() throws {
    for action in [
      ScenarioAction.addDIMM(id: "d", size: bytes("4G"), node: 0),
      .addDAX(id: "d", size: bytes("4G"), node: 0, address: nil),
      .addMemory(id: "d", size: bytes("4G"), node: 0, address: nil),
    ] {
      var scenario = try Scenario(boot: ["1G"], actions: [action])
      let first = Int(try scenario.planned().planner.devices[0].blocks.lowerBound)
      scenario.actions += [
        .writeState(block: first, value: "offline"),
        .writeState(block: first, value: "online_movable"),
        .writeState(block: first + 31, value: "offline"),
        .writeState(block: first + 31, value: "online_kernel"),
      ]
      let plan = try scenario.planned()
      let device = plan.summary.devices[0]
      #expect(device.movableBytes > 0 && device.kernelBytes > 0)
      let isPlain = device.kind == .plain
      #expect(device.unpluggableBytes == (isPlain ? device.movableBytes : 0))
      guard isPlain else { continue }
      // The kernel takes any blocks of what was added at once.
      var machine = plan.planner.machine
      let pages = machine.blockPages
      try machine.offlineAndRemoveMemory(
        PageRange(startPFN: UInt64(first) * pages, pageCount: pages))
      #expect(machine.block(MemoryBlockID(UInt64(first))) == nil)
    }
  }
}
