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
    // Without an address, memory ends there.
    #expect(try self.boot(["8G"], ["memmap=2G"]).nodes[0][.normal] == Zone())
    #expect(present(try self.boot(["8G"], ["memmap=2G"])) == (2 << 18) - 98)
    #expect(present(try self.boot(["8G"], ["memmap=5Gx"])) == (4 << 18) - 130)
    // Each change is one by itself, and what is reserved stays so.
    #expect(present(try self.boot(["8G"], ["memmap=2G,x,1G@6G"])) == (3 << 18) - 98)
    #expect(present(try self.boot(["8G"], ["memmap=1G$5G,2G@5G"])) == (7 << 18) - 130)
    #expect(present(try self.boot(["8G"], ["memmap=1G$5G,1G%5G,2G@5G"])) == (7 << 18) - 130)
    #expect(present(try self.boot(["8G"], ["memmap=1G%5G-1,2G@5G"])) == (8 << 18) - 130)
    #expect(present(try self.boot(["8G"], ["memmap=1G%5G-2,1G%6G-1+2"])) == (7 << 18) - 130)
    #expect(present(try self.boot(["8G"], ["memmap=010G$4G,0x40000000$0"])) == (2 << 18) - 32)
    #expect(throws: PlanError.self) { try self.boot(["1G"], ["memmap=0"]) }
    // Only x86 has it.
    var arm = try Scenario(boot: ["4G"])
    arm.kernelArguments = ["memmap=2G"]
    let options = PlannedBoot.Options(architecture: .arm64With4KiB)
    #expect(present(try PlannedBoot(arm, options)) == 4 << 18)
    #expect(try arm.planned(options).warningKinds == [.ignoredArgument])
  }

  /// What is movable at boot on each node, in MiB.
  private func movable(
    _ nodes: [String], _ arguments: String, _ options: PlannedBoot.Options = PlannedBoot.Options()
  ) throws -> [UInt64] {
    var scenario = try Scenario(boot: nodes)
    scenario.kernelArguments = arguments.split(separator: " ").map(String.init)
    return try PlannedBoot(scenario, options).nodes.map {
      ($0[.movable].presentPages * options.architecture.geometry.pageSize) >> 20
    }
  }

  // Calculated apart from the planner, from what the kernel does node by node.
  @Test(
    "kernelcore= and movablecore= on several nodes",
    arguments: [
      (.x86_64, ["6G", "16G", "16G"], "kernelcore=512M", [3072, 16384, 16384]),
      (.x86_64, ["3G", "8G"], "kernelcore=2G", [0, 8192]),
      (.x86_64, ["4G", "4G", "4G"], "kernelcore=6G", [680, 1704, 3752]),
      (.x86_64, ["2G", "8G", "1G"], "kernelcore=7G", [0, 4092, 0]),
      (.x86_64, ["8G", "2G", "4G"], "kernelcore=50%", [4436, 0, 2728]),
      (.x86_64, ["4G", "0", "8G"], "movablecore=3G", [0, 0, 3072]),
      (.x86_64, ["6G", "2G", "2G", "6G"], "movablecore=25%", [2044, 0, 0, 2048]),
      (.x86_64, ["6G", "6G"], "kernelcore=8G movablecore=6G", [2044, 2048]),
      (.x86_64, ["6G", "6G"], "kernelcore=5G movablecore=6G", [3068, 3072]),
      (.ppc64, ["4G", "4G"], "kernelcore=3G", [2560, 2560]),
      // All of node 0 would be movable, and that can't be said of page 0.
      (.ppc64, ["4G", "4G"], "kernelcore=64K", [0, 4096]),
      (.s390x, ["1G", "4G", "4G"], "kernelcore=1G", [0, 3072, 4096]),
      (.arm64With64KiB, ["2G", "8G", "4G"], "kernelcore=4G", [0, 6144, 3584]),
      (.riscv64, ["1G", "2G", "3G"], "kernelcore=10%", [0, 1024, 3072]),
    ] as [(Architecture, [String], String, [UInt64])])
  func movableOnNodes(
    _ architecture: Architecture, _ nodes: [String], _ arguments: String, _ expected: [UInt64]
  ) throws {
    #expect(
      try movable(nodes, arguments, PlannedBoot.Options(architecture: architecture)) == expected)
  }

  @Test("What kernelcore= has no use for, and what it makes useless")
  func ignoredCores() throws {
    #expect(try movable(["8G"], "kernelcore=0 movablecore=0") == [0])
    #expect(try movable(["8G"], "kernelcore=4G movablecore=0") == [4092])
    #expect(try movable(["8G"], "kernelcore=4Gx") == [4092])
    #expect(try movable(["8G"], "kernelcore=0x100000000") == [4092])
    #expect(try movable(["8G"], "kernelcore=014000M") == [2044])
    // The last percentage counts, unless a size follows.
    #expect(try movable(["8G"], "kernelcore=50% kernelcore=6G") == [2044])
    #expect(try movable(["8G"], "kernelcore=6G kernelcore=50%") == [4092])
    #expect(try movable(["8G"], "kernelcore=6G kernelcore=0%") == [2044])
    for arguments in ["movable_node kernelcore=4G", "movablecore=4G movable-node"] {
      #expect(try movable(["8G"], arguments) == [0])
      var scenario = try Scenario(boot: "8G", grow: "16G")
      scenario.kernelArguments = arguments.split(separator: " ").map(String.init)
      let plan = try scenario.planned()
      #expect(plan.layout == "M128")
      #expect(plan.warningKinds == [.ignoredArgument, .movableNode])
    }
    // What is init's isn't the kernel's.
    #expect(try movable(["8G"], "a -- kernelcore=4G") == [0])
  }

  @Test("Without mirrored memory, all above 4 GiB is movable, before 6.6")
  func mirror() throws {
    #expect(try movable(["6G", "4G"], "kernelcore=mirror movablecore=1G") == [3072, 4096])
    #expect(try movable(["3G", "4G"], "kernelcore=4G kernelcore=a,mirror") == [0, 4096])
    #expect(try movable(["6G"], "kernelcore=mirrored") == [0])
    #expect(try movable(["6G"], "movable_node kernelcore=mirror") == [0])
    let later = PlannedBoot.Options(kernel: KernelVersion(6, 6))
    #expect(try movable(["6G", "4G"], "kernelcore=mirror kernelcore=1G", later) == [0, 0])
    // A node's memory that begins below stays.
    let arm = PlannedBoot.Options(architecture: .arm64With4KiB)
    #expect(try movable(["6G", "4G"], "kernelcore=mirror", arm) == [0, 4096])
  }

  /// How much contiguous memory is in which zone of which node, in MiB.
  private func contiguous(
    _ nodes: [String], _ arguments: String..., architecture: Architecture = .x86_64
  ) throws -> String {
    var scenario = try Scenario(boot: nodes)
    scenario.kernelArguments = arguments
    let boot = try PlannedBoot(scenario, PlannedBoot.Options(architecture: architecture))
    let pageSize = architecture.geometry.pageSize
    return boot.nodes.flatMap { node in
      ZoneType.allCases.filter { node[$0].cmaPages > 0 }.map {
        "\((node[$0].cmaPages * pageSize) >> 20) in \($0) of \(node.id)"
      }
    }.joined(separator: ", ")
  }

  @Test("Contiguous memory: from 4 GiB on, else as high as possible, or where it is asked for")
  func contiguousMemory() throws {
    #expect(try contiguous(["1G"], "cma=64M") == "64 in DMA32 of 0")
    #expect(try contiguous(["8G"], "cma=64M") == "64 in Normal of 0")
    #expect(try contiguous(["4G", "4G"], "cma=512M") == "512 in Normal of 0")
    // Where there is room for it: above 4 GiB of node 0 there is 1 GiB.
    #expect(try contiguous(["4G", "4G"], "cma=1025M") == "1026 in Normal of 1")
    #expect(try contiguous(["4G"], "cma=1G") == "1024 in Normal of 0")
    #expect(try contiguous(["4G"], "cma=1025M") == "1026 in DMA32 of 0")
    #expect(try contiguous(["4G"], "cma=3G") == "")
    #expect(try contiguous(["16G"], "cma=2G", "movablecore=4G") == "2048 in Normal of 0")
    #expect(try contiguous(["6G"], "cma=512M", "kernelcore=4G") == "512 in Normal of 0")
    // Across two zones there is none.
    #expect(try contiguous(["8G"], "cma=2G", "kernelcore=4G") == "")
    #expect(try contiguous(["8G"], "cma=512M", "kernelcore=mirror") == "512 in Movable of 0")

    #expect(try contiguous(["8G"], "cma=64M@1G") == "64 in DMA32 of 0")
    #expect(try contiguous(["8G"], "cma=64M@0x40100000") == "")
    #expect(try contiguous(["8G"], "cma=64M@1G", "cma=0") == "")
    #expect(try contiguous(["8G"], "cma=64M@100G") == "")
    #expect(try contiguous(["4G", "8G"], "cma=2G@4G") == "")
    #expect(try contiguous(["6G"], "cma=512M@0-4G") == "512 in DMA32 of 0")
    #expect(try contiguous(["6G"], "cma=512M@1G-4G") == "512 in DMA32 of 0")
    #expect(try contiguous(["6G"], "cma=512M@1G-8G") == "512 in Normal of 0")
    #expect(try contiguous(["6G"], "cma=512M@3G-4G") == "")
    #expect(try contiguous(["6G"], "cma=512M@0-256M") == "")

    #expect(
      try contiguous(["4G", "4G"], "cma=512M", architecture: .arm64With64KiB) == "512 in DMA of 0")
    #expect(try contiguous(["8G"], "cma=512M@4G", architecture: .arm64With4KiB) == "")
    #expect(try contiguous(["8G"], "cma=512M", architecture: .riscv64) == "512 in DMA32 of 0")
    #expect(try contiguous(["8G"], "cma=512M", architecture: .s390x) == "512 in Normal of 0")
    #expect(try contiguous(["2G"], "cma=512M", architecture: .s390x) == "512 in DMA of 0")
    #expect(try contiguous(["8G"], "cma=512M", architecture: .ppc64) == "")
  }

  @Test("A number that isn't all of a value is read, and no warning says otherwise")
  func readNumbers() throws {
    func ignored(_ word: String) throws -> [String] {
      var scenario = try Scenario(boot: "8G", grow: "1G")
      scenario.kernelArguments = [word]
      return try scenario.planned().warnings.filter { $0.kind == .ignoredArgument }.map(\.text)
    }
    for word in [
      "cma=512M@0-4G", "cma=64Mx", "cma=64M@1Gx", "kernelcore=4Gx", "kernelcore=50%x",
      "memmap=2G", "memmap=7Gx", "memmap=exactmapx,8G@1M", "kernelcore=mirror", "movablecore=0",
    ] {
      #expect(try ignored(word) == [], "\(word)")
    }
    for word in ["cma", "cma=x", "kernelcore", "kernelcore=", "movablecore=x", "memmap"] {
      #expect(try ignored(word).count == 1, "\(word)")
    }
    #expect(
      try ignored("memmap=1G$4G,x,1G%5G-1x").map { $0.contains("without memmap=") } == [true, true])
    var unplanned = try Scenario(boot: "8G", grow: "1G")
    unplanned.kernelArguments = ["hugetlb_cma=1G", "memmap=1G%5G-2+1"]
    #expect(try unplanned.planned().warningKinds == [.unplannedArgument, .unplannedArgument])
  }
}
