// SPDX-License-Identifier: MIT

import Testing

@testable import AutoMovable
@testable import Cases
@testable import Conformance

@Suite("Properties in explorations")
struct ExploredPropertyTests {
  private static let block = BootShape.blockPages

  @Test("Names and claims are all different")
  func names() {
    let all = ExploredProperties.all
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(Set(all.map(\.claim)).count == all.count)
    for property in all {
      #expect(ExploredProperties.property(named: property.name)?.claim == property.claim)
    }
  }

  // MARK: In explorations

  @Test("The smallest scope breaks what it breaks, by shortest histories")
  func smallest() async throws {
    var run = ExplorationTests.run(.smallest)
    run.properties = ExploredProperties.all
    let report = try await run.run()
    #expect(report.divergences.isEmpty)
    #expect(report.properties.map(\.property.name) == ExploredProperties.all.map(\.name))
    let broken = report.brokenProperties.map {
      "\($0.property.name): \($0.violation?.trace.steps.count ?? 0)"
    }
    #expect(
      broken == [
        "ratio-after-offlining: 3", "first-valid-zone-by-online: 3",
        "refusal-leaves-no-trace: 1",
      ])
  }

  /// docs/findings.md has these histories.
  @Test("Kernel blocks of a device help another one")
  func kernelMemoryOfOthers() async throws {
    let violation = try await violation(
      of: "kernel-memory-of-others", ratio: 100,
      operations(registering: .dynamic(unitPages: Self.block)))
    #expect(violation.trace.steps.count == 6, "\(violation.trace.lines)")
    #expect(violation.words.contains("memory35 of no group into Normal; now it goes to Movable"))
  }

  @Test("A DIMM that is onlined by turns with another block is split")
  func deviceInOneZone() async throws {
    let violation = try await violation(
      of: "dimm-in-one-zone", ratio: 200,
      operations(registering: .static(maxPages: 2 * Self.block)))
    #expect(violation.trace.steps.count == 7, "\(violation.trace.lines)")
  }

  @Test("A refused unit goes elsewhere than online_kernel says")
  func policyKernelZone() async throws {
    var settings = BootSettings()
    settings.onlineTypes = [.offline, .online]
    settings.hasMisuse = false
    settings.parameters = BootSettings.autoMovable([1])
    settings.groupKinds = [.dynamic(unitPages: 2 * Self.block)]
    settings.maximumGroups = (0, 1)
    let boots = settings.boots(.holeInDMA32)
    var run = ExplorationTests.run(ExplorationScope(name: "low", words: "") { boots })
    run.properties = [PolicyKernelZone()]
    let violation = try #require(try await run.run().properties[0].violation)
    #expect(violation.trace.steps.count == 3, "\(violation.trace.lines)")
  }

  /// They would break the ratio before the policy onlines anything.
  @Test(
    "CMA pages count as movable at boot",
    arguments: [
      "ratio-of-boot-memory", "ratio-with-devices", "ratio-after-offlining", "dimm-in-one-zone",
    ])
  func contiguousPages(_ name: String) throws {
    let property = try #require(ExploredProperties.property(named: name))
    let parameters = BootSettings.autoMovable([1])[0]
    func isAbout(_ shape: BootShape) -> Bool {
      property.isAbout(TraceMachine(parameters: parameters, nodes: shape.nodes))
    }
    #expect(isAbout(.twoBlocks))
    #expect(!isAbout(.contiguousPages))
    #expect(!isAbout(.movableAtBoot))
  }

  /// Two blocks can be a device's, one is nobody's, and all can be onlined.
  private func operations(registering kind: MemoryGroup.Kind) -> [TraceOperation] {
    [
      .registerGroup(kind, 0), add(33, .group(0)), add(34, .group(0)), add(35, .node(0)),
      .writeState(33, "online"), .writeState(34, "online"), .writeState(35, "online"),
    ]
  }

  private func violation(
    of name: String, ratio: UInt32, _ operations: [TraceOperation]
  ) async throws -> ExplorationReport.Property.Violation {
    let machine = TraceMachine(
      parameters: BootSettings.autoMovable([ratio])[0],
      nodes: BootShape.oneBlock(added: 3).nodes)
    let boot = ExploredBoot(
      machine, added: [33, 34, 35], operations: operations, maximumGroups: (1, 1))
    var run = ExplorationTests.run(ExplorationScope(name: "few", words: "") { [boot] })
    run.properties = [try #require(ExploredProperties.property(named: name))]
    let report = try await run.run()
    #expect(report.divergences.isEmpty)
    return try #require(report.properties[0].violation)
  }

  private func add(_ block: UInt64, _ target: MemoryTarget) -> TraceOperation {
    .addMemory(
      PageRange(startPFN: block * Self.block, pageCount: Self.block), target,
      usesMemmapOnMemory: false, onlineType: nil)
  }

  // MARK: By hand

  // What holds of the kernel can't be broken by a history, so the machine after a step
  // is one that comes of something else.

  @Test("A property of ratios is broken by too much movable memory")
  func ratios() throws {
    let machine = try machine(
      ["online_movable", "online_movable", "online_movable", "online_movable"])
    for property in [RatioOfBootMemory(), RatioWithDevices(), RatioAfterOfflining()]
      as [any ExploredProperty]
    {
      #expect(property.violation(in: state(machine)) != nil)
      #expect(property.violation(in: state(try self.machine(["online"]))) == nil)
    }
  }

  @Test("A block that goes elsewhere than valid_zones says is noticed")
  func firstValidZone() throws {
    let before = try machine([""])
    for (text, isBroken) in [("online_kernel", true), ("online", false)] {
      let violation = FirstValidZone().violation(
        by: step(before, .writeState(33, "online"), after: try machine([text])))
      #expect((violation != nil) == isBroken)
    }
  }

  @Test("Counters that don't come back are noticed")
  func onlinedAndOfflined() throws {
    let before = try machine(["", ""])
    for (texts, isBroken) in [(["online", "online"], true), (["online", ""], false)] {
      let violation = OnlinedAndOfflined().violation(
        by: step(before, .writeState(33, "online"), after: try machine(texts)))
      #expect((violation != nil) == isBroken)
    }
  }

  @Test("What is left of a device is noticed")
  func grownAndShrunk() throws {
    let before = try machine([])
    let range = PageRange(startPFN: 33 * Self.block, pageCount: Self.block)
    let operation = TraceOperation.addMemory(
      range, .node(0), usesMemmapOnMemory: false, onlineType: nil)
    for (texts, isBroken) in [(["", ""], true), ([""], false)] {
      let violation = GrownAndShrunk().violation(
        by: step(before, operation, after: try machine(texts)))
      #expect((violation != nil) == isBroken)
    }
  }

  @Test("Books of another machine are noticed")
  func books() throws {
    #expect(Books().violation(in: state(try machine(["online"]))) == nil)
    var other = try machine(["online"])
    other.model.state.nodes[0][.movable].spannedPages += 1
    #expect(Books().violation(in: state(other)) != nil)
  }

  @Test("A test of the node that lets in what that of the system refuses is noticed")
  func nodeTestOnlyRefuses() throws {
    let state = state(try machine([""]))
    #expect(NodeTestOnlyRefuses().violation(in: state) == nil)
    for (allows, isBroken) in [(true, true), (false, false)] {
      let property = NodeTestOnlyRefuses { machine, _ in
        machine.parameters.policy.isAutoMovableNUMAAware == allows ? .movable : .normal
      }
      let violation = property.violation(in: state)
      #expect(violation == (isBroken ? "memory33 is movable only with it" : nil))
    }
  }

  @Test("An online type that depends on the policy or the ratio is noticed")
  func explicitTypes() throws {
    let state = state(try machine([""]))
    #expect(ExplicitTypes().violation(in: state) == nil)
    let policy = state.machine.parameters.policy
    let zones: [(@Sendable (Policy, OnlineType) -> Bool, String?)] = [
      (
        { new, type in type == .onlineKernel && new.onlinePolicy == policy.onlinePolicy },
        "online_kernel puts memory33 into Movable or Normal"
      ),
      (
        { new, type in type == .onlineMovable && new.autoMovableRatio == policy.autoMovableRatio },
        "online_movable puts memory33 into Movable or Normal"
      ),
      ({ _, type in type == .onlineMovable }, nil),
    ]
    for (isMovable, words) in zones {
      let property = ExplicitTypes { machine, _, type in
        isMovable(machine.parameters.policy, type) ? .movable : .normal
      }
      #expect(property.violation(in: state) == words)
    }
  }

  /// With the policy that goes by spans a device can be split in a row too.
  @Test("A device that is split in a row is noticed")
  func inARow() throws {
    for (kind, property) in [
      (MemoryGroup.Kind.static(maxPages: 2 * Self.block), DeviceInARow()),
      (.dynamic(unitPages: 2 * Self.block), UnitInARow()),
    ] as [(MemoryGroup.Kind, any ExploredProperty)] {
      var machine = try TraceMachine(
        parameters: BootSettings.contigZones[0],
        nodes: BootShape.oneBlock(added: 0).nodes
      ).boot()
      _ = try machine.registerGroup(kind, nodeID: 0)
      // Movable spans block 36, which is in a unit with 37.
      try add([35, 38], to: .node(0), &machine)
      try machine.writeState("online_movable", block: 35)
      try machine.writeState("online_movable", block: 38)
      try add([36, 37], to: .group(0), &machine)
      #expect(property.violation(in: state(machine)) == nil)
      try machine.writeState("offline", block: 38)
      try machine.removeMemory(PageRange(startPFN: 38 * Self.block, pageCount: Self.block))
      try add([34], to: .node(0), &machine)
      // Now it spans 35 to 36, as 36 is online.
      try machine.writeState("online_movable", block: 36)
      try machine.writeState("offline", block: 36)
      machine.model.state.nodes[0][.movable].spannedPages = 2 * Self.block
      #expect(property.violation(in: state(machine)) != nil)
    }
  }

  private func add(
    _ blocks: [UInt64], to target: MemoryTarget, _ machine: inout HotplugMachine
  ) throws {
    for block in blocks {
      try machine.addMemory(
        PageRange(startPFN: block * Self.block, pageCount: Self.block), to: target)
    }
  }

  /// A machine with one boot block, and blocks from 33 on whose files state were
  /// written to.
  private func machine(_ texts: [String]) throws -> HotplugMachine {
    var machine = try Self.traceMachine.boot()
    for (index, text) in texts.enumerated() {
      let block = 33 + UInt64(index)
      try add([block], to: .node(0), &machine)
      try machine.writeState(text, block: MemoryBlockID(block))
    }
    return machine
  }

  private static let traceMachine = TraceMachine(
    parameters: BootSettings.autoMovable([301])[0],
    nodes: BootShape.oneBlock(added: 0).nodes)

  private static let boot = ExploredBoot(
    traceMachine, added: [33, 34, 35, 36, 37, 38], operations: [])

  private func state(_ machine: HotplugMachine) -> ExploredState {
    ExploredState(boot: Self.boot, machine: machine)
  }

  private func step(
    _ before: HotplugMachine, _ operation: TraceOperation, after: HotplugMachine
  ) -> ExploredStep {
    ExploredStep(
      boot: Self.boot, before: before, operation: operation, result: .returns(0), after: after)
  }
}
