// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Adding memory")
struct HotplugAddTests {
  private let blockPages = MemoryGeometry.minimumBlockPages

  @Test func addedBlocksAreOffline() throws {
    var machine = try HotplugMachine.example()
    let before = machine.books
    try machine.add(40, count: 2)
    for id: MemoryBlockID in [40, 41] {
      let block = try #require(machine.block(id))
      #expect(block.state == .offline)
      #expect(block.isDeviceOffline)
      #expect(block.zone == nil)
      #expect(block.groupID == nil)
      #expect(!block.isEarly)
      #expect(block.onlineType == .offline)
    }
    #expect(machine.block(39) == nil)
    #expect(machine.block(42) == nil)
    // No counter, span or section moves before onlining.
    #expect(machine.state.nodes == before.nodes)
    #expect(machine.nodeTotals == before.totals)
    #expect(machine.state.sections == before.sections)
    #expect(machine.addedBlockCount == 2)
  }

  @Test func aGroupBringsItsNode() throws {
    var machine = try HotplugMachine.example(nodes: [.dma32, .normal(64, count: 8, id: 3)])
    _ = try machine.registerGroup(.static(maxPages: 1), nodeID: 0)
    let group = try machine.registerGroup(.dynamic(unitPages: blockPages), nodeID: 3)
    // The number of the group isn't taken for that of a node.
    #expect(group == 1)
    try machine.add(100, count: 3, to: .group(group))
    #expect(machine.block(101)?.nodeID == 3)
    #expect(machine.block(101)?.groupID == group)
    #expect(machine.state.groups[group]?.blockCount == 3)
    #expect(machine.state.groups[0]?.blockCount == 0)
  }

  @Test func blocksKeepAGroupRegistered() throws {
    var machine = try HotplugMachine.example()
    let group = try machine.registerGroup(.static(maxPages: blockPages), nodeID: 0)
    try machine.add(40, to: .group(group))
    #expect(throws: HotplugError.groupHasBlocks) { try machine.unregisterGroup(group) }
    try machine.removeMemory(HotplugMachine.range(40))
    try machine.unregisterGroup(group)
    #expect(throws: HotplugError.noSuchGroup) { try machine.unregisterGroup(group) }
  }

  // MARK: Onlining by itself

  @Test(arguments: [
    (OnlineType.online, ZoneType.movable), (.onlineKernel, .normal),
    (.onlineMovable, .movable),
  ])
  func addedBlocksGoOnline(_ onlineType: OnlineType, _ zone: ZoneType) throws {
    var machine = try HotplugMachine.example(auto: onlineType)
    try machine.add(40, count: 2)
    #expect(machine.zones(40..<42) == [zone, zone])
    #expect(machine.zone(zone).presentPages == 2 * blockPages)
    #expect(machine.zone(zone).presentEarlyPages == 0)
    #expect(machine.block(40)?.onlineType == .offline)
  }

  /// Each zone is picked when the block before is online: after three blocks in
  /// MOVABLE for every early one there is no more room.
  @Test func eachBlockIsDecidedAfterTheOneBefore() throws {
    var machine = try HotplugMachine.example(ratio: 300, auto: .online)
    try machine.add(40, count: 128)
    #expect(machine.zones(40..<136).allSatisfy { $0 == .movable })
    #expect(machine.zones(136..<168).allSatisfy { $0 == .normal })
  }

  @Test func theFirstBlockThatFailsEndsIt() throws {
    var machine = try HotplugMachine.example(auto: .onlineMovable)
    machine.notifier[.goingOnline] = MemoryNotifier.Refusal(errno: 16, after: 2)
    try machine.add(40, count: 4)
    #expect(machine.zones(40..<44) == [.movable, .movable, nil, nil])
    // The one that failed was asked, the one after it wasn't.
    #expect(machine.block(42)?.onlineType == .offline)
    #expect(machine.block(43)?.onlineType == .offline)
    #expect(machine.block(43)?.state == .offline)
    #expect(machine.addedBlockCount == 4)
    #expect(machine.zone(.movable).presentPages == 2 * blockPages)
    #expect(machine.zone(.movable).spannedPages == 2 * blockPages)
  }

  @Test func theTypeOfTheMomentCounts() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    #expect(try machine.writeAutoOnlineBlocks("online_kernel\n") == 14)
    try machine.add(41)
    #expect(machine.zones(40..<42) == [nil, .normal])
    #expect(throws: HotplugError.invalidText) {
      try machine.writeAutoOnlineBlocks("online_kernel\n\n")
    }
    #expect("\(machine.readAutoOnlineBlocks())" == "online_kernel\n")
  }

  // MARK: Nodes

  @Test func aNodeComesOnlineWithItsMemory() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40, to: .node(5))
    #expect(machine.state.nodes.map(\.id) == [0, 5])
    #expect(machine.nodeTotals.map(\.isFromBoot) == [true, false])
    #expect(machine.nodeTotals[1] == NodeTotals(isFromBoot: false))
    try machine.writeState("online_kernel", block: 40)
    #expect(machine.nodeTotals[1].presentPages == blockPages)
    #expect(machine.nodeTotals[1].startPFN == 40 * blockPages)
    #expect(machine.nodeTotals[1].spannedPages == blockPages)
    #expect(machine.nodeTotals[0].presentPages == 1 << 20)
  }

  // MARK: Refusals

  /// Blocks 40 and 41 are there, 48 and above can be addressed to 2^25.
  private static let refusals: [(PageRange, MemoryTarget, HotplugError, Int32)] = {
    let blockPages = MemoryGeometry.minimumBlockPages
    let end = MemoryGeometry.pageCount
    return [
      (PageRange(startPFN: end, pageCount: blockPages), .node(0), .notAddressable, 7),
      (
        PageRange(startPFN: end - blockPages, pageCount: 2 * blockPages), .node(0), .notAddressable,
        7
      ),
      (
        PageRange(startPFN: 0 &- blockPages, pageCount: 2 * blockPages), .node(0), .notAddressable,
        7
      ),
      (PageRange(startPFN: 50 * blockPages, pageCount: .max), .node(0), .notAddressable, 7),
      (PageRange(startPFN: 50 * blockPages, pageCount: 0), .node(0), .notAddressable, 7),
      (HotplugMachine.range(40), .node(0), .overlapsMemory, 17),
      (HotplugMachine.range(39, 2), .node(0), .overlapsMemory, 17),
      (HotplugMachine.range(41, 2), .node(0), .overlapsMemory, 17),
      (HotplugMachine.range(31), .node(0), .overlapsMemory, 17),
      // Memory is looked for before anything else.
      (PageRange(startPFN: 41 * blockPages + 1, pageCount: 1), .node(-1), .overlapsMemory, 17),
      (
        PageRange(startPFN: 50 * blockPages + 512, pageCount: blockPages), .node(0),
        .misalignedRange, 22
      ),
      (PageRange(startPFN: 50 * blockPages, pageCount: 512), .node(0), .misalignedRange, 22),
      (
        PageRange(startPFN: 50 * blockPages, pageCount: blockPages + 1), .group(9),
        .misalignedRange, 22
      ),
      (HotplugMachine.range(50), .group(9), .noSuchGroup, 22),
      (HotplugMachine.range(50), .group(-1), .noSuchGroup, 22),
      (HotplugMachine.range(50), .node(-1), .impossibleNode, 22),
      (HotplugMachine.range(50), .node(1024), .impossibleNode, 22),
    ]
  }()

  @Test(arguments: refusals.indices)
  func aRefusalChangesNothing(_ index: Int) throws {
    let (range, target, expected, errno) = Self.refusals[index]
    var machine = try HotplugMachine.example(auto: .onlineMovable)
    try machine.add(40, count: 2)
    let before = machine.books
    let error = #expect(throws: HotplugError.self) {
      try machine.addMemory(range, to: target)
    }
    #expect(error == expected)
    #expect(error?.errno == errno)
    #expect(machine.books == before)
    #expect(machine.block(50) == nil)
  }

  /// Memory is there whether it is online or not, and is looked for before the
  /// range is found not to be made of blocks.
  @Test func offlineBootMemoryIsInTheWay() throws {
    var machine = try HotplugMachine.example(nodes: [.normal(3, count: 4, id: 0)])
    try machine.writeState("offline", block: 3)
    #expect(throws: HotplugError.overlapsMemory) {
      try machine.addMemory(
        PageRange(startPFN: 2 * blockPages + 512, pageCount: blockPages), to: .node(0))
    }
    #expect(throws: HotplugError.misalignedRange) {
      try machine.addMemory(
        PageRange(startPFN: 2 * blockPages + 512, pageCount: 512), to: .node(0))
    }
  }

  @Test func onlyPossibleNodesTakeMemory() throws {
    var possible = NodeSet()
    for id: NodeID in [0, 7] { possible.insert(id) }
    var machine = try HotplugMachine(nodes: [.dma32], possibleNodes: possible)
    try machine.add(40, to: .node(7))
    #expect(throws: HotplugError.impossibleNode) { try machine.add(41, to: .node(6)) }
    #expect(machine.state.nodes.map(\.id) == [0, 7])
  }

  @Test func blocksCanBeLimited() throws {
    var machine = try HotplugMachine.example()
    machine.maximumAddedBlocks = 3
    try machine.add(40, count: 2)
    let error = #expect(throws: HotplugError.tooManyBlocks) {
      try machine.add(50, count: 2)
    }
    #expect(error?.errno == 12)
    #expect(machine.block(50) == nil)
    try machine.add(50)
    try machine.removeMemory(HotplugMachine.range(40))
    try machine.add(51)
    #expect(machine.addedBlockCount == 3)
  }

  @Test func theLastBlockThatCanBe() throws {
    var machine = try HotplugMachine.example(auto: .onlineMovable)
    try machine.add(MemoryGeometry.sectionCount - 1)
    #expect(machine.zone(.movable).endPFN == MemoryGeometry.pageCount)
    #expect(machine.nodeTotals[0].spannedPages == MemoryGeometry.pageCount)
  }
}
