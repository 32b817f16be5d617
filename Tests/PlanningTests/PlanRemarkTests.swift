// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("Remarks upon a plan")
struct PlanRemarkTests {
  @Test("Blocks that hold their own map take none of the kernel's memory for it")
  func ownMap() throws {
    var scenario = try Scenario(
      boot: ["1G"], ratio: 3000, actions: [.addDIMM(id: "d", size: bytes("24G"), node: 0)])
    let kernel = PlannedBoot.Options(kernel: KernelVersion(6, 12))
    let without = try scenario.planned(kernel)
    #expect(without.planner.memoryMap.mapBytes == ((25 << 18) - 130) * 64)
    #expect(without.warningKinds == [.memoryMap])
    scenario.kernelArguments = ["memory_hotplug.memmap_on_memory=1"]
    let with = try scenario.planned(kernel)
    #expect(with.planner.memoryMap.mapBytes == ((1 << 18) - 130) * 64)
    #expect(with.warningKinds == [.ownMap])
  }

  @Test("Memory that is offline has a map, too")
  func offlineMap() throws {
    var scenario = try Scenario(
      boot: ["1G"], ratio: 3000, actions: [.addDIMM(id: "d", size: bytes("24G"), node: 0)])
    scenario.defaultState = "offline"
    #expect(try scenario.planned().planner.memoryMap.mapBytes == ((25 << 18) - 130) * 64)
  }

  @Test("A near miss says how much, of what, and which ratio does")
  func nearMiss() throws {
    let plan = try Scenario(boot: "4G", ratio: 400, grow: "16G").planned()
    let text = plan.warnings.first { $0.kind == .nearMiss }?.text
    #expect(
      text
        == "vm0: block 167 is kernel memory only because 130 boot pages (520 KiB) are absent: the "
        + "movable memory would be 2.03 MiB more than 400 % allow. A ratio of 401 % allows it.")
  }

  @Test(
    "Contiguous and movable memory at boot is there",
    arguments: ["cma=64M", "movablecore=64M"])
  func noNearMiss(_ argument: String) throws {
    var scenario = try Scenario(
      boot: ["4G"], actions: [.addDIMM(id: "d", size: bytes("12160M"), node: 0)])
    scenario.kernelArguments = [argument]
    let plan = try scenario.planned()
    #expect(plan.layout == "N95")
    #expect(plan.warningKinds == [.idleKernelMemory])
    // With that it is the 130 pages again: 301 % of 4032 MiB, and 64 MiB that are movable.
    scenario.actions = [.addDIMM(id: "d", size: bytes("12032M"), node: 0)]
    scenario.kernelArguments.append("memory_hotplug.auto_movable_ratio=300")
    let near = try scenario.planned()
    #expect(near.layout == "N94")
    let text = near.warnings.first { $0.kind == .nearMiss }?.text
    #expect(text?.contains("130 boot pages (520 KiB) are absent") == true, "\(text ?? "")")
  }

  @Test(
    "Kernel memory may be in a zone below Normal only where there is one",
    arguments: [
      // In a hole of boot memory, and in that below 4 GiB: the zone goes on above.
      (.x86_64, "4G", "0x80000000", "DMA32"), (.x86_64, "4G", "0xc0000000", "DMA32"),
      (.x86_64, "8G", "0x140000000", nil), (.x86_64, "1G", "0x80000000", nil),
      (.riscv64, "1G", "0xc0000000", nil),
      (.s390x, "1G", "0x80000000", nil), (.ppc64, "1G", "0x80000000", nil),
      (.arm64With4KiB, "1G", "0x80000000", nil),
    ] as [(Architecture, String, String, String?)])
  func lowZone(
    _ architecture: Architecture, _ boot: String, _ address: String, _ zone: String?
  ) throws {
    var scenario = try Scenario(
      boot: [boot],
      actions: [.addMemory(id: "m", size: bytes("512M"), node: 0, address: bytes(address))])
    scenario.kernelArguments = ["memmap=512M%2G-1,512M%5G-1"]
    let plan = try scenario.planned(PlannedBoot.Options(architecture: architecture))
    let text = plan.warnings.first { $0.kind == .belowFourGiB }?.text
    #expect(plan.layout == "M\((512 << 20) / plan.planner.blockBytes)")
    #expect((text != nil) == (zone != nil), "\(text ?? "")")
    if let zone { #expect(text?.contains("where \(zone) of node 0 is") == true) }
  }

  @Test("Blocks are large from where boot memory ends, its hole included")
  func largeBlocks() throws {
    // With pc's hole below 4 GiB, 63 GiB end at 64 GiB, and 62 GiB below.
    #expect(try Scenario(boot: "62G", grow: "1G").planned().planner.blockBytes == 128 << 20)
    let plan = try Scenario(
      boot: ["63G"], actions: [.addDIMM(id: "d", size: bytes("1G"), node: 0)]
    ).planned()
    #expect(plan.planner.blockBytes == 2 << 30)
    #expect(plan.warningKinds == [.largeBlocks, .notWholeBlocks])
  }

  @Test("What others need of boot memory says which ratio leaves some", arguments: ["100", "101"])
  func exactFit(_ ratio: String) throws {
    // vm0 has 3 GiB for not quite 1 GiB at boot: 300 % need a little more than there is.
    let scenario = try Scenario(
      boot: ["1G"], ratio: 400,
      virtioMemory: [
        VirtioMemoryDevice(id: "vm0", size: bytes("8G")),
        VirtioMemoryDevice(id: "vm1", size: bytes("8G")),
      ],
      actions: [
        .resize(device: "vm0", size: bytes("3G")),
        .writeParameter(name: "auto_movable_ratio", value: ratio),
        .resize(device: "vm1", size: bytes("2G")),
      ])
    let text = try scenario.planned().warnings.first { $0.kind == .exactFit }?.text
    #expect(text?.hasSuffix(" 301 % leaves some.") == true)
    for (ratio, isLeft) in [("300", false), ("301", true)] {
      var other = scenario
      other.actions[1] = .writeParameter(name: "auto_movable_ratio", value: ratio)
      #expect(try other.planned().warningKinds.contains(.exactFit) == !isLeft)
    }
  }

  @Test("What is known before is a warning of the plan")
  func remarks() throws {
    let scenario = try Scenario(boot: "4G", grow: "1G")
    let remark = PlanWarning(.policyTaken, "as usual")
    let planner = try PlanCase(scenario, remarks: [remark]).planner()
    #expect(try Plan(planner).warnings == [remark])
  }
}
