// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("Layouts")
struct PlanLayoutTests {
  @Test(
    "Patterns are put in brackets",
    arguments: [
      ("M96 N160", "M96 N160"), ("M8 N1 M3 N1 M3", "M8 N1 M3 N1 M3"),
      ("M95 N1 M3 N1 M3 N1 M3 N1", "M95 N1 (M3 N1)x3"),
      ("M96 N1 M3 N1 M3 N1 M3", "M96 (N1 M3)x3"),
      ("N1 M1 N1 M1 N1 M1 N1 M3 N1 M3 N1 M3", "(N1 M1)x3 (N1 M3)x3"),
      ("N1 M1 N1 M2 N1 M1 N1 M2 N1 M1 N1 M2", "(N1 M1 N1 M2)x3"), ("", ""),
    ])
  func folds(_ runs: String, _ text: String) throws {
    var layout = PlanLayout()
    for run in runs.split(separator: " ") {
      layout.append(
        try #require(UInt64(run.dropFirst())), in: run.first == "M" ? .movable : .normal)
    }
    #expect(layout.description == text)
  }

  // Worked out without asking the policy: 256 blocks above 4 GiB of boot memory.
  @Test(
    "32 GiB of virtio-mem beside 4 GiB",
    arguments: [
      (300, 0, "128M", "M96 (N1 M3)x40"), (300, 0, "256M", "M96 (N2 M6)x20"),
      (300, 0, "1G", "M96 (N8 M24)x5"), (300, 130, "128M", "M95 N1 (M3 N1)x40"),
      (300, 130, "256M", "M94 N2 (M6 N2)x20"), (300, 130, "1G", "M88 N8 (M24 N8)x5"),
      (301, 130, "128M", "M96 (N1 M3)x40"), (301, 130, "256M", "M96 (N2 M6)x20"),
    ] as [(UInt32, UInt64, String, String)])
  func published(_ ratio: UInt32, _ absent: UInt64, _ unit: String, _ layout: String) throws {
    let scenario = try Scenario(boot: "4G", ratio: ratio, grow: "32G", block: unit)
    #expect(try scenario.planned(PlannedBoot.Options(absentPages: absent)).layout == layout)
  }

  @Test("DIMMs and memory without groups beside 4 GiB")
  func others() throws {
    var scenario = try Scenario(
      boot: ["4G"], ratio: 300, actions: [.addDIMM(id: "d", size: bytes("32G"), node: 0)])
    #expect(try scenario.planned().layout == "N256")
    scenario.actions = [.addMemory(id: "d", size: bytes("32G"), node: 0, address: nil)]
    #expect(try scenario.planned().layout == "M95 N161")
    scenario.autoMovableRatio = 301
    scenario.actions = (0..<4).map { .addDIMM(id: "d\($0)", size: bytes("4G"), node: 0) }
    #expect(try scenario.planned().layout == "M32 | M32 | M32 | N32")
    scenario.actions = [
      .addDIMM(id: "d0", size: bytes("16G"), node: 0),
      .addDIMM(id: "d1", size: bytes("12G"), node: 0),
    ]
    #expect(try scenario.planned().layout == "N128 | M96")
  }

  @Test("Two virtio-mem devices: an exact fit at 300 starves the second one")
  func exactFit() throws {
    var scenario = try Scenario(
      boot: ["4G"],
      virtioMemory: ["a", "b"].map { VirtioMemoryDevice(id: $0, size: bytes("16G")) },
      actions: ["a", "b"].map { .resize(device: $0, size: bytes("16G")) })
    let options = PlannedBoot.Options(absentPages: 0)
    #expect(try scenario.planned(options).layout == "M96 (N1 M3)x8 | (N1 M3)x32")
    scenario.autoMovableRatio = 300
    let starved = try scenario.planned(options)
    #expect(starved.layout == "M96 (N1 M3)x8 | N128")
    #expect(starved.warningKinds.contains(.exactFit))
  }
}
