// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("Drivers of other architectures and kernels")
struct DriverTests {
  private func dimm(_ state: String = "online") throws -> Scenario {
    var scenario = try Scenario(
      boot: ["4G"], actions: [.addDIMM(id: "d", size: bytes("16G"), node: 0)])
    scenario.defaultState = state
    return scenario
  }

  @Test("The blocks of a DIMM come one by one on POWER and IBM Z, which has no group")
  func blocks() throws {
    let power = PlannedBoot.Options(architecture: .ppc64)
    #expect(try dimm().planned(power).layout == "M48 N16")
    #expect(try dimm().planned(power).planner.devices[0].groupID == nil)
    // 300 % of 4 GiB are 12, and 301 % less than another block's.
    #expect(try dimm().planned(.init(architecture: .s390x)).layout == "M48 N16")
    #expect(try dimm().planned(.init(architecture: .arm64With4KiB)).layout == "N128")
  }

  @Test("POWER onlines a DIMM whatever auto_online_blocks is, and IBM Z doesn't")
  func onlines() throws {
    let plan = try dimm("offline").planned(.init(architecture: .ppc64))
    #expect(plan.layout == "M48 N16")
    #expect(plan.summary.firstKernelBlock?.block == 64)
    #expect(plan.firstKernelReason?.hasPrefix("12544 MiB would be movable") == true)
    if case .byRatio = plan.planner.outlook {} else { Issue.record("\(plan.planner.outlook)") }
    #expect(try dimm("online_movable").planned(.init(architecture: .ppc64)).layout == "M64")
    #expect(try dimm("offline").planned(.init(architecture: .s390x)).layout == "o64")
    // What was done can be done again.
    let options = PlannedBoot.Options(architecture: .ppc64)
    var planner = try PlanCase(dimm("offline"), boot: .usual(options)).planner(
      recordsOperations: true)
    while try planner.next() != nil {}
    #expect(planner.operations.contains(.writeOnline(MemoryBlockID(16), "1\n")))
  }

  @Test(
    "A kernel without a driver is told",
    arguments: [
      (.ppc64, KernelVersion(6, 1), true, false), (.ppc64, KernelVersion(6, 18), true, false),
      (.s390x, KernelVersion(6, 1), true, false), (.s390x, KernelVersion(6, 13), false, false),
      (.riscv64, KernelVersion(6, 1), true, true), (.riscv64, KernelVersion(6, 11), false, false),
      (.arm64With64KiB, KernelVersion(6, 1), false, false),
      (.x86_64, KernelVersion(6, 1), false, false),
    ] as [(Architecture, KernelVersion, Bool, Bool)])
  func lacking(
    _ architecture: Architecture, _ kernel: KernelVersion, _ virtioMem: Bool, _ dimm: Bool
  ) throws {
    let options = PlannedBoot.Options(kernel: kernel, architecture: architecture)
    let grown = try Scenario(boot: "4G", grow: "2G").planned(options)
    #expect(grown.warningKinds.contains(.noDriver) == virtioMem)
    let plugged = try self.dimm().planned(options)
    #expect(plugged.warningKinds.contains(.noDriver) == dimm)
  }

  @Test("A device whose end is no memory block's can't use its last part")
  func misalignedEnd() throws {
    let size = bytes("1000M")
    var scenario = try Scenario(
      boot: ["4G"], virtioMemory: [VirtioMemoryDevice(id: "v", size: size)],
      actions: [
        .addDIMM(id: "d", size: bytes("1G"), node: 0), .resize(device: "v", size: size),
      ])
    var plan = try scenario.planned()
    // The DIMM begins where the device ends, and the kernel refuses it.
    #expect(plan.layout == "M7")
    #expect(plan.summary.pluggedBytes == 896 << 20)
    #expect(plan.warningKinds == [.notWholeBlocks, .unreachable])
    // Before the device it is fine.
    scenario.placementOrder = ["d", "v"]
    plan = try scenario.planned()
    #expect(plan.layout == "M7 | M8")
    #expect(plan.planner.devices.map { $0.addresses.lowerBound >> 27 } == [48, 40])
  }

  @Test("On Arm QEMU lets a guest use 1 GiB more than it asks for")
  func usableExtent() throws {
    let scenario = try Scenario(
      boot: ["4G"],
      virtioMemory: [
        VirtioMemoryDevice(id: "v", size: bytes("1152M")),
        VirtioMemoryDevice(id: "w", size: bytes("8G")),
      ],
      actions: [.resize(device: "w", size: bytes("4G"))])
    let plan = try scenario.planned(.init(architecture: .arm64With64KiB))
    #expect(plan.summary.devices[1].pluggedBytes == 4 << 30)
    #expect(plan.warningKinds == [])
  }

  @Test("Sub-blocks have 4 MiB before 5.19")
  func subBlocks() throws {
    let scenario = try Scenario(boot: "1G", grow: "514M")
    for (kernel, mebibytes) in [
      (KernelVersion(5, 15), 512), (KernelVersion(5, 18), 512), (KernelVersion(5, 19), 514),
    ] as [(KernelVersion, UInt64)] {
      let plan = try scenario.planned(.init(kernel: kernel))
      #expect(plan.summary.pluggedBytes == mebibytes << 20, "\(kernel)")
    }
    let text = try scenario.planned(.init(kernel: KernelVersion(5, 15))).warnings.first?.text
    #expect(text?.hasSuffix("the rest is no whole unit of 4 MiB at its addresses.") == true)
  }

  @Test("How much may be offline goes by the unit", arguments: [("1G", "2 GiB"), ("2G", "4 GiB")])
  func offlineThreshold(_ block: String, _ threshold: String) throws {
    var scenario = try Scenario(boot: "4G", grow: "16G", block: block)
    scenario.defaultState = "offline"
    let text = try scenario.planned().warnings.first { $0.kind == .unreachable }?.text
    #expect(
      text
        == "vm0: 16 GiB were asked for, and \(threshold) can be plugged: the driver lets no more "
        + "than \(threshold) be offline.")
  }
}
