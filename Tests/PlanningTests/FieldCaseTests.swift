// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

/// What people who run machines asked in public, with the right answers.
@Suite("Questions from the field")
struct FieldCaseTests {
  @Test("Boot 1 GiB, grow to 16 GiB at ratio 101: what comes back?")
  func autoscaler() throws {
    let plan = try Scenario(boot: "1G", ratio: 101, grow: "15G").planned()
    #expect(plan.layout == "M8 (N1 M1)x56")
    #expect(plan.summary.movableBytes == 8 << 30)
    #expect(plan.summary.kernelBytes == 7 << 30)
    #expect(plan.summary.devices[0].unpluggableBytes == 8 << 30)
  }

  @Test("512 MiB and 400 MiB plugged: whole blocks are present")
  func partlyPlugged() throws {
    let plan = try Scenario(boot: "512M", grow: "400M").planned()
    let device = plan.summary.devices[0]
    #expect(plan.layout == "M4")
    #expect(device.presentBytes == 512 << 20)
    #expect(device.pluggedBytes == 400 << 20)
    #expect(plan.warningKinds.contains(.partlyPlugged))
  }

  @Test("A CXL card on a node without boot memory: no ratio helps under numa_aware")
  func cxl() throws {
    var scenario = try Scenario(
      boot: ["64G", "0"],
      actions: [.addDAX(id: "cxl", size: bytes("512G"), node: 1, address: nil)])
    for ratio in [301, 801, 1000, 1_000_000] as [UInt32] {
      scenario.autoMovableRatio = ratio
      let plan = try scenario.planned()
      #expect(plan.summary.movableBytes == 0)
      #expect(plan.warningKinds.contains(.nodeWithoutBootMemory))
    }
    #expect(try PlanSolver(PlanCase(scenario)).solve(.ratio) == nil)
    scenario.autoMovableNumaAware = false
    scenario.autoMovableRatio = 801
    #expect(try scenario.planned().summary.kernelBytes == 0)
    #expect(try PlanSolver(PlanCase(scenario)).solve(.ratio)?.value == 801)
    // Under auto-movable, movable_node changes nothing.
    scenario.autoMovableNumaAware = true
    scenario.kernelArguments = ["movable_node"]
    let ignored = try scenario.planned()
    #expect(ignored.summary.movableBytes == 0)
    #expect(ignored.warningKinds.contains(.movableNode))
  }

  @Test("64 GiB of DAX memory stay busy in Normal: which setting would help?")
  func dax() throws {
    let scenario = try Scenario(
      boot: ["32G"], actions: []
    ).adding(.addDAX(id: "dax0", size: bytes("64G"), node: 1, address: nil), nodes: 2)
    let problem = PlanCase(scenario)
    let expected: [(String, Bool)] = [
      ("ratio=301", false), ("policy=contig-zones", false), ("numa-aware=no", true),
      ("policy=contig-zones,movable-node=yes", true), ("movable-node=yes", false),
      ("ratio=401", false), ("ratio=401,numa-aware=no", true), ("numa-aware=off", true),
    ]
    for (setting, isMovable) in expected {
      let totals = try problem.changing(PlanChange.list(setting)).planned().totals
      #expect((totals.kernelBytes == 0) == isMovable, "\(setting)")
      #expect(totals.hotpluggedBytes == 64 << 30)
    }
  }

  @Test("movable_node is taken back, however it was written")
  func movableNodeTakenBack() throws {
    for argument in ["movable_node", "movable-node", "movable_node=0"] {
      var scenario = try Scenario(boot: ["4G"], actions: []).adding(
        .addDIMM(id: "d", size: bytes("4G"), node: 0), nodes: 1)
      scenario.onlinePolicy = "contig-zones"
      scenario.kernelArguments = [argument]
      let changed = try PlanCase(scenario).changing(PlanChange.list("movable-node=no"))
      #expect(try changed.planned().totals.movableBytes == 0, "\(argument)")
    }
  }

  @Test("A hotplugged range that isn't aligned to memory blocks is refused")
  func unaligned() throws {
    let scenario = try Scenario(
      boot: ["2G"],
      actions: [
        .addMemory(id: "a", size: bytes("1G"), node: 0, address: bytes("0x100200000")),
        .addMemory(id: "b", size: bytes("1022M"), node: 0, address: bytes("0x200000000")),
        .addMemory(id: "c", size: bytes("1G"), node: 0, address: bytes("0x200000000")),
      ])
    let plan = try scenario.planned()
    #expect(plan.summary.devices.map(\.id) == ["c"])
    #expect(plan.layout == "M8")
    #expect(plan.warningKinds == [.notWholeBlocks, .notWholeBlocks])
    #expect(plan.warnings[0].text.contains("EINVAL"))
  }

  @Test("virtio-mem whose blocks hold their own memory map")
  func ownMap() throws {
    var scenario = try Scenario(
      boot: ["1G"],
      virtioMemory: [
        VirtioMemoryDevice(id: "vm0", size: bytes("4G"), usesMemmapOnMemory: true)
      ],
      actions: [.resize(device: "vm0", size: bytes("4G"))])
    scenario.kernelArguments = ["memory_hotplug.memmap_on_memory=Y"]
    let plan = try scenario.planned()
    #expect(plan.layout == "M24 N1 M3 N1 M3")
    let warning = try #require(plan.warnings.first { $0.kind == .ownMap })
    #expect(warning.text.contains("64 MiB"))
    // 2 MiB of each block of 128 MiB.
    #expect(plan.planner.machine.block(32)?.vmemmapPages == 512)
  }

  @Test("A DAX device of 502 MiB is trimmed to three blocks, and so is its group")
  func trimmed() throws {
    let scenario = try Scenario(
      boot: ["8G"], actions: []
    ).adding(
      .addDAX(id: "dax0", size: bytes("502M"), node: 1, address: bytes("0xa90a00000")),
      nodes: 2)
    let plan = try scenario.planned()
    let device = plan.planner.devices[0]
    #expect(device.blocks == 339..<342)
    let group = try #require(plan.planner.machine.state.groups.groups.first)
    #expect(group.kind == .static(maxPages: 98304))
    #expect(plan.warningKinds.contains(.notWholeBlocks))
  }
}

extension Scenario {
  /// The scenario with a device on a node of its own.
  fileprivate func adding(_ action: ScenarioAction, nodes: Int) -> Scenario {
    var scenario = self
    while scenario.nodes.count < nodes { scenario.nodes.append(ByteCount(rawValue: 0)) }
    scenario.actions.append(action)
    return scenario
  }
}
