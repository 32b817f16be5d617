// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("Boot memory")
struct PlannedBootTests {
  private func boot(
    _ nodes: [String], chipset: Scenario.Chipset = .pc, absent: UInt64? = nil,
    _ arguments: [String] = []
  ) throws -> PlannedBoot {
    var scenario = try Scenario(boot: nodes)
    scenario.chipset = chipset
    scenario.kernelArguments = arguments
    return try PlannedBoot(scenario, PlannedBoot.Options(absentPages: absent))
  }

  private func present(_ boot: PlannedBoot) -> UInt64 {
    boot.nodes.reduce(0) { sum, node in
      ZoneType.allCases.reduce(sum) { $0 + node[$1].presentPages }
    }
  }

  @Test("The hole below 4 GiB, by machine and size")
  func hole() throws {
    // Sizes from which on a part goes above, and where the rest ends.
    #expect(try boot(["3583M"]).nodes[0][.normal].presentPages == 0)
    #expect(try boot(["3584M"]).nodes[0][.normal].presentPages == 512 << 8)
    #expect(try boot(["2815M"], chipset: .q35).nodes[0][.normal].presentPages == 0)
    #expect(try boot(["2816M"], chipset: .q35).nodes[0][.normal].presentPages == 768 << 8)
    #expect(try boot(["2816M"], chipset: .q35).end == 4864 << 20)
  }

  @Test("Absent pages", arguments: [0, 1, 97, 98, 99, 130, 1000] as [UInt64])
  func absent(_ pages: UInt64) throws {
    let boot = try boot(["4G"], absent: pages)
    #expect(present(boot) == (4 << 18) - pages)
    #expect(boot.assumptions.isEmpty)
  }

  @Test("A node that lies on both sides of the hole, and one without memory")
  func nodes() throws {
    let boot = try boot(["2G", "0", "4G"])
    #expect(boot.nodes.map(\.id) == [0, 1, 2])
    #expect(!boot.nodes[1][.normal].isPopulated)
    #expect(boot.nodes[2][.dma32].presentPages == (1 << 18) - 32)
    #expect(boot.nodes[2][.normal].presentPages == 3 << 18)
  }

  /// A machine of 8 GiB, half of them on node 1: its zones, in MiB, and its blocks'.
  struct Elsewhere {
    let architecture: Architecture
    let zones: [ZoneType: UInt64]
    let blockMebibytes: UInt64
    let end: UInt64
  }

  private static let elsewhere = [
    Elsewhere(
      architecture: .arm64With64KiB, zones: [.dma: 3072, .normal: 5120], blockMebibytes: 512,
      end: 9 << 30),
    Elsewhere(
      architecture: .arm64With16KiB, zones: [.dma: 3072, .normal: 5120], blockMebibytes: 128,
      end: 9 << 30),
    Elsewhere(
      architecture: .s390x, zones: [.dma: 2048, .normal: 6144], blockMebibytes: 256,
      end: 8 << 30),
    Elsewhere(
      architecture: .ppc64, zones: [.normal: 8192], blockMebibytes: 256, end: 8 << 30),
    Elsewhere(
      architecture: .riscv64, zones: [.dma32: 2048, .normal: 6144], blockMebibytes: 128,
      end: 10 << 30),
  ]

  @Test("Other architectures' zones and blocks", arguments: elsewhere)
  func architectures(_ expected: Elsewhere) throws {
    let boot = try PlannedBoot(
      Scenario(boot: ["4G", "4G"]),
      PlannedBoot.Options(architecture: expected.architecture))
    let perMebibyte = (1 << 20) / expected.architecture.geometry.pageSize
    for type in ZoneType.allCases {
      let pages = boot.nodes.reduce(0) { $0 + $1[type].presentPages }
      #expect(pages == (expected.zones[type] ?? 0) * perMebibyte, "\(type)")
    }
    #expect(
      boot.nodes.allSatisfy { node in
        ZoneType.allCases.reduce(0) { $0 + node[$1].presentPages } == 4096 * perMebibyte
      })
    #expect(boot.blockPages == expected.blockMebibytes * perMebibyte)
    #expect(boot.end == expected.end)
    let absent = try PlannedBoot(
      Scenario(boot: ["4G", "4G"]),
      PlannedBoot.Options(absentPages: 3, architecture: expected.architecture))
    #expect(present(absent) == 8192 * perMebibyte - 3)
  }

  @Test("kernelcore= and movablecore=")
  func movable() throws {
    let kernel = try boot(["2G"], ["kernelcore=50%"])
    #expect(kernel.nodes[0][.movable].presentPages == 261_088)
    let movable = try boot(["1G", "1G"], ["movablecore=512M"])
    #expect(movable.nodes.map { $0[.movable].presentPages } == [64512, 65504])
    #expect(try boot(["2G"], ["kernelcore=4G"]).nodes[0][.movable].presentPages == 0)
  }

  @Test("Memory that the command line takes away or sets aside")
  func memoryMap() throws {
    let boot = try boot(["4G"], ["memmap=1G$1G,512M%2G-1+0xefffffff"])
    #expect(present(boot) == (4 << 18) - (3 << 17) - 130)
    var scenario = try Scenario(boot: ["4G"])
    scenario.kernelArguments = ["memmap=512M%2G-1+0xefffffff"]
    scenario.actions = [
      .write(path: "/sys/bus/dax/drivers/kmem/new_id", value: "dax0.0"),
      .write(path: "/sys/bus/dax/drivers/kmem/new_id", value: "dax1.0"),
    ]
    let plan = try scenario.planned()
    #expect(plan.layout == "M4")
    #expect(plan.warningKinds.contains(.unplannedAction))
    // Nor does it end anywhere that can't be.
    let far = try self.boot(["1G"], ["memmap=1@0xfffffffffffffff0", "memmap=4K$0xffffffffff000"])
    #expect(far.nodes == (try self.boot(["1G"]).nodes))
    // What the kernel can't read, it goes on without.
    #expect(try self.boot(["1G"], ["memmap=1G"]).nodes == self.boot(["1G"]).nodes)
  }

  @Test("Contiguous memory: as high as possible, or where it is asked for")
  func contiguous() throws {
    #expect(try boot(["1G"], ["cma=64M"]).nodes[0][.dma32].cmaPages == 16384)
    #expect(try boot(["8G"], ["cma=64M"]).nodes[0][.normal].cmaPages == 16384)
    #expect(try boot(["8G"], ["cma=64M@1G"]).nodes[0][.dma32].cmaPages == 16384)
  }
}
