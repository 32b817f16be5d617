// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Adding memory")
struct HotplugAddTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

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
    #expect(machine.nodeExtents == before.totals)
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
    #expect(machine.nodeExtents.map(\.isFromBoot) == [true, false])
    #expect(machine.nodeExtents[1] == NodeExtent(isFromBoot: false))
    try machine.writeState("online_kernel", block: 40)
    #expect(machine.nodeExtents[1].presentPages == blockPages)
    #expect(machine.nodeExtents[1].startPFN == 40 * blockPages)
    #expect(machine.nodeExtents[1].spannedPages == blockPages)
    #expect(machine.nodeExtents[0].presentPages == 1 << 20)
  }
}
