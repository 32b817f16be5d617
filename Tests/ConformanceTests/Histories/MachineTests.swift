// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import Testing

/// Both machines, driven by hand: results, counters and blocks.
@Suite struct MachineTests {
  static let fourGiB: UInt64 = 1 << 20

  /// 4 GiB of boot memory on node 0.
  static func machine(_ onlineType: OnlineType = .online) -> TraceMachine {
    var node = Node(id: 0)
    node[.normal] = Zone(
      startPFN: fourGiB, spannedPages: fourGiB, presentPages: fourGiB,
      presentEarlyPages: fourGiB)
    return TraceMachine(
      parameters: ModuleParameters(
        policy: Policy(onlinePolicy: .autoMovable),
        memmapOnMemory: .enabled),
      nodes: [node], possibleNodes: [0, 1], autoOnlineType: onlineType)
  }

  static let operations: [TraceOperation] = [
    .registerGroup(.dynamic(unitPages: 32768), 0),
    .registerGroup(.static(maxPages: 65536), 1),
    .addMemory(
      PageRange(startPFN: 1 << 22, pageCount: 65536), .group(0),
      usesMemmapOnMemory: false),
    .addMemory(
      PageRange(startPFN: 1 << 23, pageCount: 32768), .group(1),
      usesMemmapOnMemory: true),
    .readValidZones(128),
    .writeState(128, "offline\n"),
    .readValidZones(128),
    .setNotifier(.goingOnline, .init(errno: 5)),
    .writeState(128, "online_movable"),
    .setNotifier(.goingOnline, .init(errno: 0)),
    .writeState(128, "online_movable"),
    .writeState(128, "online_kernel"),
    .writeOnline(128, "0"),
    .writeOnline(128, "yes"),
    .readValidZones(128),
    .writeState(9999, "online"),
    .writeState(128, ""),
    .writeParameter(.module(.autoMovableRatio), "0x10\n"),
    .readParameter(.module(.autoMovableRatio)),
    .writeParameter(.module(.memmapOnMemory), ""),
    .writeParameter(TraceParameter(name: "auto_online_blocks"), "offline"),
    .readParameter(.autoOnlineBlocks),
    .readParameter(TraceParameter(name: "no_such_file")),
    .unregisterGroup(1),
    .removeMemory(PageRange(startPFN: 1 << 23, pageCount: 32768)),
    .offlineAndRemoveMemory(PageRange(startPFN: 1 << 23, pageCount: 32768)),
    .unregisterGroup(1),
    .removeMemory(PageRange(startPFN: .max - 32767, pageCount: .max - 32767)),
    .addMemory(
      PageRange(startPFN: 1 << 52, pageCount: 1 << 52), .node(0),
      usesMemmapOnMemory: false),
    .writeOnline(40, "0"),
    .readBlockFile(40, .state),
    .readBlockFile(40, .online),
    .readBlockFile(40, .physIndex),
    .readParameter(.blockSizeBytes),
    .writeParameter(.blockSizeBytes, "1"),
  ]

  @Test func modelsAgree() throws {
    var core = try CoreMachine()
    let port = try ReferenceMachine()
    try core.boot(Self.machine())
    try port.boot(Self.machine())
    #expect(core.snapshot() == port.snapshot())
    for (index, operation) in Self.operations.enumerated() {
      #expect(
        core.apply(operation) == port.apply(operation), "operation \(index): \(operation)")
      #expect(core.sideEffects == port.sideEffects, "operation \(index): \(operation)")
      #expect(core.snapshot() == port.snapshot(), "after \(index): \(operation)")
      for id in operation.blocks(ofPages: 32768) {
        #expect(core.block(MemoryBlockID(id)) == port.block(MemoryBlockID(id)))
      }
      var (coreDigest, portDigest) = (StateDigest(), StateDigest())
      core.addCounters(to: &coreDigest)
      core.addBlocks(operation.blocks(ofPages: 32768), to: &coreDigest)
      port.addCounters(to: &portDigest)
      port.addBlocks(operation.blocks(ofPages: 32768), to: &portDigest)
      #expect(coreDigest == portDigest, "after \(index): \(operation)")
    }
  }

  /// Two nodes have page 0, and one of them nothing else.
  @Test func pageZeroBelongsToOneZone() throws {
    var machine = TraceMachine(nodes: [Node(id: 0), Node(id: 1)])
    for (index, pages) in [1, Self.fourGiB].enumerated() {
      machine.nodes[index][.normal] = Zone(
        spannedPages: pages, presentPages: pages, presentEarlyPages: pages)
    }
    var core = try CoreMachine()
    let port = try ReferenceMachine()
    #expect(throws: (any Error).self) { try core.boot(machine) }
    #expect(throws: (any Error).self) { try port.boot(machine) }
    machine.nodes[1][.normal].startPFN = 1
    try core.boot(machine)
    try port.boot(machine)
    #expect(core.snapshot() == port.snapshot())
  }

  @Test func resultsAreTheKernels() throws {
    var core = try CoreMachine()
    try core.boot(Self.machine())
    let results = Self.operations.map { core.apply($0) }
    #expect(results[0...1] == [.returns(0), .returns(1)])
    #expect(results[4] == .text(SysfsText("Movable")))
    #expect(results[5] == .state(returns: 0, zone: nil))
    #expect(results[8] == .state(returns: -5, zone: nil))
    #expect(results[10] == .state(returns: 0, zone: .movable))
    // The refused write leaves its type behind, and the next onlining obeys.
    #expect(results[11] == .state(returns: -22, zone: nil))
    #expect(results[14] == .text(SysfsText("Normal")))
    #expect(results[15] == .state(returns: -2, zone: nil))
    #expect(results[17...19] == [.returns(5), .text(SysfsText("16")), .returns(-13)])
    #expect(
      results[23...28] == [
        .returns(-16), .returns(-16), .returns(0), .returns(0), .returns(0), .returns(-7),
      ])
  }
}
