// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("Plans of a machine that runs")
struct RunningMachineTests {
  /// 1 GiB at boot and a virtio-mem device of 3 GiB, as a plan leaves them.
  private func earlier() throws -> Planner {
    try Scenario(boot: "1G", grow: "3G").planned().planner
  }

  private func running() throws -> PlannedBoot {
    let earlier = try earlier()
    return earlier.boot.running(earlier.machine)
  }

  @Test("Memory that was there counts, and devices come above it")
  func counts() throws {
    // All that the ratio allows is movable already.
    let scenario = try Scenario(boot: "1G", grow: "1G")
    let plan = try Plan(scenario, boot: running())
    #expect(plan.layout == "N1 M3 N1 M3")
    #expect(plan.planner.devices[0].blocks.lowerBound == 56)
    #expect(plan.planner.boot.assumptions.last == "Hotplugged before: 3 GiB movable")
    #expect(plan.planner.totals.hotpluggedBytes == 1 << 30)
    let owners = plan.planner.blockRuns().map(\.owner)
    #expect(owners.contains(.earlier) && owners.contains(.boot))
    // The same as if one plan had had both.
    var both = try Scenario(boot: "1G", grow: "3G")
    both.virtioMemory.append(VirtioMemoryDevice(id: "vm1", size: bytes("1G")))
    both.actions.append(.resize(device: "vm1", size: bytes("1G")))
    #expect(try both.planned().layout == "M24 | N1 M3 N1 M3")
  }

  @Test("Goals are for what is plugged, not for what was")
  func solves() throws {
    let problem = PlanCase(try Scenario(boot: "1G", grow: "1G"), boot: .known(try running()))
    #expect(try PlanSolver(problem).solve(.ratio)?.value == 401)
    #expect(try PlanSolver(problem).solve(.boot) == nil)
  }

  @Test("Parameters are written, but for those that only boot sets")
  func parameters() throws {
    var scenario = try Scenario(boot: "1G", ratio: 500, grow: "1G")
    scenario.kernelArguments = ["movable_node", "memory_hotplug.memmap_on_memory=1"]
    let plan = try Plan(scenario, boot: running())
    #expect(plan.layout == "M8")
    let parameters = plan.planner.machine.parameters
    #expect(parameters.policy.autoMovableRatio == 500)
    #expect(!parameters.policy.isMovableNodeEnabled && !parameters.isMemmapOnMemoryEnabled)
  }

  @Test("Memory that was there is in no sum, whatever is done to it")
  func earlierBlocks() throws {
    var scenario = try Scenario(
      boot: ["1G"], ratio: 2000,
      actions: (32..<40).map { .writeState(block: $0, value: "offline") })
    scenario.actions.append(.addDIMM(id: "d", size: bytes("1G"), node: 0))
    var planner = try Planner(scenario, boot: running())
    while try planner.next() != nil {}
    #expect(planner.totals.movableBytes == 1 << 30)
    #expect(planner.totals.offlineBytes == 0 && planner.totals.kernelBytes == 0)
    #expect(planner.summary().movableBytes == 1 << 30)
    // In another zone, too, and again.
    scenario.actions += [
      .writeState(block: 32, value: "online_kernel"), .writeOnline(block: 33, value: "1"),
      .writeState(block: 34, value: "nonsense"), .writeState(block: 0, value: "offline"),
    ]
    planner = try Planner(scenario, boot: running())
    while try planner.next() != nil {}
    #expect(planner.totals.movableBytes == 1 << 30 && planner.totals.hotpluggedBytes == 1 << 30)
    let problem = PlanCase(scenario, boot: .known(try running()))
    #expect(try PlanSolver(problem, goal: .bytes(1 << 30)).solve(.ratio) != nil)
  }
}
