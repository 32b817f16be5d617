// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import Testing

@Suite("Solving plans")
struct PlanSolverTests {
  @Test("4 GiB with 97 absent pages and 16 GiB: 401, and 400 loses one block")
  func absentPages() throws {
    let options = PlannedBoot.Options(absentPages: 97)
    let scenario = try Scenario(boot: "4G", ratio: 400, grow: "16G")
    #expect(try scenario.planned(options).layout == "M127 N1")
    let solution = try PlanSolver(PlanCase(scenario, boot: .usual(options))).solve(.ratio)
    #expect(solution?.value == 401)
    #expect(solution?.neighbour == 400)
    #expect(solution?.neighbourTotals?.kernelBytes == 128 << 20)
  }

  @Test("8 and 24 GiB: 300 loses one block, 301 none")
  func defaultRatio() throws {
    #expect(try Scenario(boot: "8G", ratio: 300, grow: "24G").planned().layout == "M191 N1")
    #expect(try Scenario(boot: "8G", ratio: 301, grow: "24G").planned().layout == "M192")
    let solver = PlanSolver(PlanCase(try Scenario(boot: "8G", grow: "24G")))
    #expect(try solver.solve(.ratio)?.value == 301)
    let exact = PlanSolver(
      PlanCase(
        try Scenario(boot: "8G", grow: "24G"),
        boot: .usual(PlannedBoot.Options(absentPages: 0))))
    #expect(try exact.solve(.ratio)?.value == 300)
  }

  @Test("The most of the last device, in its units")
  func hotplug() throws {
    let scenario = try Scenario(boot: "1G", grow: "15G")
    let solution = try PlanSolver(PlanCase(scenario)).solve(.hotplug)
    #expect(solution?.value == 3 << 30)
    #expect(solution?.neighbour == (3 << 30) + (128 << 20))
    let large = try Scenario(boot: "1G", grow: "16G", block: "1G")
    #expect(try PlanSolver(PlanCase(large)).solve(.hotplug)?.value == 3 << 30)
    let dimms = try Scenario(
      boot: ["2G"],
      actions: [
        .addDIMM(id: "d0", size: bytes("4G"), node: 0),
        .addDIMM(id: "d1", size: bytes("4G"), node: 0),
      ])
    // 301 % of 2 GiB less what is absent, of which 4 GiB are taken.
    #expect(try PlanSolver(PlanCase(dimms)).solve(.hotplug)?.value == 2 << 30)
  }

  @Test("The smallest boot memory")
  func boot() throws {
    let scenario = try Scenario(boot: "1G", grow: "15G")
    let solution = try PlanSolver(PlanCase(scenario)).solve(.boot)
    #expect(solution?.value == 5 << 30)
    #expect(solution?.neighbour == (5 << 30) - (128 << 20))
    // Boot memory that is known can't be another.
    let known = PlanCase(scenario, boot: .known(try PlannedBoot(scenario)))
    #expect(try PlanSolver(known).solve(.boot) == nil)
  }

  @Test("An end of what is planned is told from an answer")
  func limits() throws {
    var scenario = try Scenario(boot: "1G", grow: "1G")
    #expect(try PlanSolver(PlanCase(scenario)).solve(.hotplug)?.isLimit == false)
    scenario.defaultState = "online_movable"
    let largest = try PlanSolver(PlanCase(scenario)).solve(.hotplug)
    #expect(largest?.value == 1 << 44 && largest?.isLimit == true)
    let ratio = try PlanSolver(PlanCase(scenario)).solve(.ratio)
    #expect(ratio?.value == 0 && ratio?.isLimit == true)
  }

  @Test("Boot memory that varies is that of a node that is told")
  func bootNode() throws {
    var scenario = try Scenario(
      boot: ["4G", "4G"], actions: [.addDIMM(id: "d", size: bytes("4G"), node: 1)])
    #expect(PlanCase(scenario).bootNode == 1)
    #expect(PlanCase(scenario, boot: .known(try PlannedBoot(scenario))).bootNode == nil)
    scenario.nodes[1] = bytes("0")
    scenario.set(.autoMovableNumaAware(false))
    #expect(PlanCase(scenario).bootNode == 0)
  }

  @Test("Solutions are those of trying all values", arguments: [150, 301, 500] as [UInt32])
  func exhaustive(_ ratio: UInt32) throws {
    let scenario = try Scenario(
      boot: ["1G", "512M"], ratio: ratio,
      virtioMemory: [
        VirtioMemoryDevice(id: "vm0", size: bytes("4G")),
        VirtioMemoryDevice(id: "vm1", size: bytes("8G"), node: 1, block: bytes("256M")),
      ],
      actions: [
        .resize(device: "vm0", size: bytes("1G")),
        .addDIMM(id: "d0", size: bytes("256M"), node: 0),
        .resize(device: "vm1", size: bytes("512M")),
      ])
    let problem = PlanCase(scenario)
    func isMet(_ variable: PlanVariable, _ value: UInt64) throws -> Bool {
      let totals = try problem.setting(variable, to: value)?.planned().totals
      return totals.map { PlanGoal.all.isMet(by: $0) } ?? false
    }
    let ratios = try (1...1000 as ClosedRange<UInt64>).first { try isMet(.ratio, $0) }
    #expect(try PlanSolver(problem).solve(.ratio)?.value == ratios)
    let sizes = try stride(from: 256 << 20 as UInt64, through: 8 << 30, by: 256 << 20)
      .filter { try isMet(.hotplug, $0) }
    #expect(try PlanSolver(problem).solve(.hotplug)?.value == sizes.max())
    let boots = try stride(from: 128 << 20 as UInt64, through: 4 << 30, by: 128 << 20)
      .first { try isMet(.boot, $0) }
    #expect(try PlanSolver(problem).solve(.boot)?.value == boots)
  }

  @Test("Goals other than all of it")
  func goals() throws {
    let problem = PlanCase(try Scenario(boot: "4G", grow: "16G"))
    let percent = try PlanSolver(problem, goal: .percent(90)).solve(.ratio)
    let value = try #require(percent?.value)
    for (ratio, isMet) in [(value, true), (value - 1, false)] {
      let totals = try #require(problem.setting(.ratio, to: ratio)).planned().totals
      #expect((totals.movableBytes * 10 >= totals.hotpluggedBytes * 9) == isMet)
    }
    let bytes = try PlanSolver(problem, goal: .bytes(8 << 30)).solve(.ratio)
    // 8 GiB for 4095.49 MiB: after 64 blocks nothing more has to be movable.
    #expect(bytes.map { $0.totals.movableBytes >= 8 << 30 } == true)
    #expect(bytes?.neighbourTotals.map { $0.movableBytes < 8 << 30 } == true)
  }

  /// Whether an answer is a value, and what is said of it.
  private func check(
    _ scenario: Scenario, _ variable: PlanVariable, _ goal: PlanGoal = .all, isExact: Bool,
    _ value: String?
  ) throws {
    let answer = try PlanSolver(PlanCase(scenario), goal: goal).answer(variable)
    #expect(answer.solution?.value == value.map { bytes($0).rawValue })
    #expect(answer.isExact == isExact)
  }

  @Test("A size that is as large as is planned may do where smaller ones don't")
  func largeDevices() throws {
    let plain = try Scenario(
      boot: ["2G"], ratio: 101,
      actions: [
        .addDIMM(id: "d", size: bytes("3G"), node: 0),
        .addMemory(id: "m", size: bytes("4G"), node: 0, address: nil),
      ])
    try check(plain, .hotplug, .bytes(1 << 30), isExact: false, "16T")
    let grown = try Scenario(
      boot: ["900M"], ratio: 150, virtioMemory: [VirtioMemoryDevice(id: "v", size: bytes("1152M"))],
      actions: [
        .addDIMM(id: "d", size: bytes("2G"), node: 0),
        .resize(device: "v", size: bytes("1152M")),
      ])
    try check(grown, .hotplug, .bytes(2 << 30), isExact: false, "16T")
    // A DIMM of which no more than a part would do is none.
    let dimm = try Scenario(
      boot: ["2G"], actions: [.addDIMM(id: "d", size: bytes("1G"), node: 0)])
    try check(dimm, .hotplug, .bytes(4 << 30), isExact: false, "6G")
    try check(dimm, .hotplug, .bytes(8 << 30), isExact: false, nil)
  }

  @Test("Boot memory is solved in the smallest blocks, however large those of the machine are")
  func blocksOfBootMemory() throws {
    for boot in ["5G", "128G"] {
      try check(Scenario(boot: boot, grow: "16G"), .boot, isExact: true, "5504M")
    }
    let dimm = try Scenario(
      boot: ["100G"], actions: [.addDIMM(id: "d", size: bytes("300G"), node: 0)])
    // Blocks have other sizes there, so that less might do.
    try check(dimm, .boot, isExact: false, "102144M")
    let fixed = PlannedBoot.Options(blockSize: bytes("1G"))
    let solver = PlanSolver(PlanCase(try Scenario(boot: "5G", grow: "16G"), boot: .usual(fixed)))
    #expect(try solver.solve(.boot)?.value == 6 << 30)
  }

  @Test("Where more boot memory may be worse, or a larger device better, the next values count")
  func notMonotone() throws {
    var scenario = try Scenario(
      boot: ["900M"], ratio: 75,
      virtioMemory: [
        VirtioMemoryDevice(id: "a", size: bytes("3G"), block: bytes("256M")),
        VirtioMemoryDevice(id: "b", size: bytes("3G")),
        VirtioMemoryDevice(id: "c", size: bytes("1G"), block: bytes("512M")),
      ],
      actions: [
        .resize(device: "a", size: bytes("3G")), .resize(device: "b", size: bytes("3G")),
        .resize(device: "c", size: bytes("1G")),
      ])
    scenario.set(.autoMovableNumaAware(false))
    try check(scenario, .boot, .percent(75), isExact: false, "5504M")
    let solution = try PlanSolver(PlanCase(scenario), goal: .percent(75)).solve(.boot)
    #expect(solution?.exception == bytes("5632M").rawValue)
    #expect(solution?.exceptionTotals?.kernelBytes == bytes("2176M").rawValue)
    var two = try Scenario(
      boot: ["3G", "3G"],
      virtioMemory: [
        VirtioMemoryDevice(id: "a", size: bytes("1G"), block: bytes("1G")),
        VirtioMemoryDevice(id: "b", size: bytes("1G")),
      ],
      actions: [
        .resize(device: "a", size: bytes("1G")), .resize(device: "b", size: bytes("1G")),
      ])
    two.set(.autoMovableNumaAware(false))
    try check(two, .hotplug, .percent(90), isExact: false, "29G")
    // All of it is another matter.
    let all = try PlanSolver(PlanCase(two)).answer(.hotplug)
    #expect(all.isExact && all.solution?.exception == nil)
  }

  @Test("What isn't sure to go one way isn't called exact")
  func exactness() throws {
    var scenario = try Scenario(boot: "1G", grow: "4G")
    func isExact(_ variable: PlanVariable, _ goal: PlanGoal = .all) throws -> Bool {
      try PlanSolver(PlanCase(scenario), goal: goal).answer(variable).isExact
    }
    for variable in PlanVariable.allCases { #expect(try isExact(variable)) }
    #expect(try isExact(.ratio, .percent(90)) && isExact(.boot, .bytes(1 << 30)))
    #expect(try !isExact(.hotplug, .percent(90)))
    scenario.kernelArguments = ["movablecore=256M"]
    #expect(try !isExact(.boot) && isExact(.ratio))
    scenario.kernelArguments = []
    scenario.actions.append(.resize(device: "vm0", size: bytes("1G")))
    #expect(try !isExact(.ratio))
    scenario.actions.removeLast()
    scenario.set(.onlinePolicy("contig-zones"))
    #expect(try !isExact(.ratio))
  }

  @Test("Sweeps plan each value", arguments: ["ratio=100..300:100", "boot=1G..3G:1G"])
  func sweep(_ text: String) throws {
    let problem = PlanCase(try Scenario(boot: "1G", grow: "4G"))
    let sweep = try PlanSweep(text)
    #expect(sweep.values.count == 3)
    for (index, value) in sweep.values.enumerated() {
      let totals = try #require(problem.setting(sweep.variable, to: value)).planned().totals
      #expect(sweep.point(index, of: problem).totals == totals)
    }
  }

  @Test(
    "What isn't a sweep or a setting is refused",
    arguments: [
      "ratio", "ratio=1", "ratio=1..2", "ratio=2..1:1", "ratio=1..2:0", "size=1..2:1",
      "ratio=0..4294967295:1", "boot=1..2T", "ratio=1..1e3:1", "ratio=-1..3:1",
    ])
  func refuses(_ text: String) {
    #expect(throws: PlanError.self) { try PlanSweep(text) }
    #expect(throws: PlanError.self) { try PlanChange.list("nonsense=" + text) }
  }
}
