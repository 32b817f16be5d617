// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("Devices as their drivers handle them")
struct PlannerTests {
  @Test("Offline memory: the driver adds no more than 1 GiB, and goes on when it is onlined")
  func offlineThreshold() throws {
    var scenario = try Scenario(boot: "4G", grow: "3G")
    scenario.defaultState = "offline"
    let stopped = try scenario.planned()
    #expect(stopped.layout == "o8")
    #expect(stopped.warningKinds == [.unreachable, .offline])
    let first = try #require(stopped.planner.devices.first).blocks.lowerBound
    scenario.actions += (0..<4).map { .writeState(block: Int(first) + $0, value: "online") }
    // Half of the threshold is free by the fourth block: four more are added.
    #expect(try scenario.planned().layout == "M4 o8")
  }

  @Test("Shrinking: partly plugged and movable blocks go first, the last one first")
  func shrinks() throws {
    var scenario = try Scenario(boot: "1G", grow: "4G")
    #expect(try scenario.planned().layout == "M24 N1 M3 N1 M3")
    scenario.actions.append(.resize(device: "vm0", size: bytes("3G")))
    let plan = try scenario.planned()
    // Eight movable blocks from the top: three and three behind the kernel blocks, two more.
    #expect(plan.layout == "M22 N2")
    #expect(!plan.summary.isCertain)
    // Of a block that is plugged in part, its rest goes before any whole block.
    scenario.actions[0] = .resize(device: "vm0", size: bytes("3136M"))
    scenario.actions[1] = .resize(device: "vm0", size: bytes("3G"))
    #expect(try scenario.planned().layout == "M24")
  }

  @Test("Growing again: partly plugged blocks are filled, then unused ones, then new ones")
  func growsAgain() throws {
    var scenario = try Scenario(boot: "4G", grow: "1G")
    scenario.virtioMemory[0].size = bytes("4G")
    scenario.actions = ["1G", "160M", "512M", "2G"].map {
      .resize(device: "vm0", size: bytes($0))
    }
    var planner = try PlanCase(scenario).planner()
    var sizes: [UInt64] = []
    while let step = try planner.next() {
      sizes.append(planner.summary().devices[0].presentBytes >> 20)
      #expect(step.isCertain == (step.number < 2))
    }
    #expect(sizes == [0, 1024, 256, 512, 2048])
    let blocks = planner.blockRuns().filter { $0.owner == .device(0) }
    #expect(blocks.count == 1)
    #expect(blocks[0].first == planner.devices[0].blocks.lowerBound)
  }

  @Test("Big Block Mode: units come and go as a whole")
  func bigBlocks() throws {
    var scenario = try Scenario(boot: "1G", grow: "8G", block: "512M")
    #expect(try scenario.planned().layout == "M24 N4 M12 N4 M12 N4 M4")
    scenario.actions.append(.resize(device: "vm0", size: bytes("5G")))
    let plan = try scenario.planned()
    #expect(plan.summary.devices[0].pluggedBytes == 5 << 30)
    #expect(plan.summary.kernelBytes == 12 << 27)
    // What isn't a whole unit is not plugged.
    scenario = try Scenario(boot: "1G", grow: "1G", block: "512M")
    scenario.actions[0] = .resize(device: "vm0", size: bytes("768M"))
    #expect(try scenario.planned().summary.devices[0].pluggedBytes == 512 << 20)
  }

  @Test("DIMMs go where they first fit")
  func placement() throws {
    let scenario = try Scenario(
      boot: ["5G"],
      virtioMemory: [VirtioMemoryDevice(id: "vm0", size: bytes("2G"))],
      actions: [
        .addDIMM(id: "d0", size: bytes("1G"), node: 0),
        .addDIMM(id: "d1", size: bytes("1G"), node: 0), .removeDIMM(id: "d0"),
        .addDIMM(id: "d2", size: bytes("512M"), node: 0),
        .addDIMM(id: "d3", size: bytes("1G"), node: 0),
        .addDIMM(id: "d4", size: bytes("512M"), node: 0),
      ])
    let plan = try scenario.planned()
    // 5 GiB end at 6 GiB, the hole below 4 GiB included; vm0 has 6-8 GiB.
    let places = plan.planner.devices.map { "\($0.id)@\($0.addresses.lowerBound >> 29)" }
    #expect(places == ["vm0@12", "d1@18", "d2@16", "d3@20", "d4@17"])
  }

  @Test("Memory blocks of a guest with much memory are larger")
  func largeBlocks() throws {
    #expect(try Scenario(boot: "32G", grow: "1G").planned().planner.blockBytes == 128 << 20)
    // 65 GiB end at a whole GiB, 127 and 1 at a whole 2 GiB.
    #expect(try Scenario(boot: "64G", grow: "1G").planned().planner.blockBytes == 1 << 30)
    let plan = try Scenario(boot: "127G", grow: "5G").planned()
    #expect(plan.planner.blockBytes == 2 << 30)
    #expect(plan.warningKinds.contains(.largeBlocks))
    // 512 MiB are no whole block.
    let dimm = try Scenario(
      boot: ["64G"], actions: [.addDIMM(id: "d", size: bytes("512M"), node: 0)]
    ).planned()
    #expect(dimm.summary.devices.isEmpty)
    #expect(dimm.warningKinds.contains(.notWholeBlocks))
  }

  @Test("A reason has the ratio of its time, whatever the ratio is later")
  func reasonOfItsTime() throws {
    var scenario = try Scenario(boot: "1G", grow: "4G")
    scenario.actions.append(.writeParameter(name: "auto_movable_ratio", value: "400"))
    let plan = try scenario.planned()
    #expect(plan.planner.machine.parameters.policy.autoMovableRatio == 400)
    #expect(plan.firstKernelReason?.contains("301 %") == true)
  }

  @Test("The first kernel block, and why")
  func reasons() throws {
    let pattern = try Scenario(boot: "1G", grow: "4G").planned()
    #expect(pattern.summary.firstKernelBlock?.block == 56)
    #expect(pattern.firstKernelDecision?.decision.reason == .refusedBySystem)
    #expect(pattern.firstKernelReason?.contains("301 %") == true)
    let dimms = try Scenario(
      boot: ["4G"], ratio: 150,
      actions: (0..<4).map { .addDIMM(id: "d\($0)", size: bytes("4G"), node: 0) }
    ).planned()
    #expect(dimms.summary.firstKernelBlock?.device == "d1")
    #expect(dimms.summary.firstKernelBlock?.step == 2)
    #expect(dimms.firstKernelReason?.contains("8 GiB would be movable") == true)
    var scenario = try Scenario(boot: "1G", ratio: 0, grow: "1G")
    #expect(try scenario.planned().firstKernelReason == "auto_movable_ratio is 0")
    scenario.autoMovableRatio = 301
    scenario.defaultState = "online_kernel"
    #expect(try scenario.planned().firstKernelReason == "a kernel zone was asked for")
    scenario.defaultState = "online"
    let block = Int(try scenario.planned().planner.devices[0].blocks.lowerBound)
    scenario.actions += [
      .writeState(block: block, value: "offline"),
      .writeState(block: block, value: "online_kernel"),
    ]
    let byHand = try scenario.planned()
    #expect(byHand.summary.firstKernelBlock?.step == 3)
    #expect(byHand.firstKernelReason == "a kernel zone was asked for")
    #expect(try Scenario(boot: "1G", grow: "1G").planned().firstKernelReason == nil)
  }

  @Test("Room for more is what can still be movable")
  func rooms() throws {
    func rooms(_ size: String) throws -> [PlanOutlook.Room] {
      guard
        case .byRatio(let rooms) = try Scenario(boot: "4G", grow: size).planned().planner.outlook
      else { return [] }
      return rooms
    }
    #expect(try rooms("4G").first?.device == "vm0")
    #expect(try rooms("4G").first?.bytes == 8 << 30)
    #expect(try Scenario(boot: "4G", grow: "12G").planned().summary.kernelBytes == 0)
    #expect(try rooms("12G").first?.bytes == 0)
  }

  @Test("Traps are warned about")
  func warnings() throws {
    let near = try Scenario(boot: "4G", ratio: 400, grow: "16G").planned()
    let text = near.warnings.first { $0.kind == .nearMiss }?.text
    #expect(text?.contains("401") == true)
    var scenario = try Scenario(boot: "4G", grow: "1G")
    scenario.actions += [
      .writeParameter(name: "auto_movable_ratio", value: "100"),
      .writeParameter(name: "auto_movable_ratio", value: "x"),
      .writeParameter(name: "nonsense", value: "1"), .write(path: "/sys/x", value: "1"),
    ]
    scenario.kernelArguments = ["memory_hotplug.auto_movable_numa_aware=maybe", "mem=1G"]
    let kinds = Set(try scenario.planned().warningKinds)
    #expect(
      kinds == [
        .latePolicy, .refusedWrite, .unplannedAction, .ignoredArgument, .unplannedArgument,
      ])
    let kernel = try Scenario(
      boot: ["1G"], actions: [.addDIMM(id: "d", size: bytes("8G"), node: 0)]
    ).planned()
    #expect(kernel.warningKinds == [.idleKernelMemory])
    let low = try Scenario(
      boot: ["512M"],
      actions: [.addMemory(id: "m", size: bytes("256M"), node: 0, address: bytes("1G"))]
    ).planned()
    // The zones of boot memory end below it.
    #expect(low.warningKinds == [])
    let map = try Scenario(boot: "512M", ratio: 100_000, grow: "64G").planned()
    #expect(map.warningKinds == [.memoryMap])
  }

  @Test("What can't be planned is an error")
  func errors() throws {
    let overlap = try Scenario(
      boot: ["1G"],
      actions: [
        .addDAX(id: "a", size: bytes("1G"), node: 0, address: bytes("16G")),
        .addDAX(id: "b", size: bytes("1G"), node: 0, address: bytes("16G")),
      ])
    #expect(throws: PlanError.self) { try overlap.planned() }
    var boots = try Scenario(boot: "1G", grow: "1G")
    #expect(throws: PlanError.self) {
      try boots.planned(PlannedBoot.Options(absentPages: 1 << 18))
    }
    #expect(throws: PlanError.self) {
      try boots.planned(PlannedBoot.Options(blockSize: bytes("100M")))
    }
    boots.kernelArguments = ["memmap=exactmap"]
    #expect(throws: PlanError.self) { try boots.planned() }
    // Memory at boot memory's address is the kernel's affair: it refuses it.
    let refused = try Scenario(
      boot: ["1G"],
      actions: [.addMemory(id: "m", size: bytes("128M"), node: 0, address: bytes("512M"))]
    ).planned()
    #expect(refused.summary.devices.isEmpty)
    #expect(
      refused.warningKinds == [.overlap, .belowFourGiB] || refused.warningKinds == [.overlap])
  }
}
