// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Blocks of boot memory")
struct HotplugBootBlockTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  @Test func earlyPagesFollowTheirBlock() throws {
    var machine = try HotplugMachine.example()
    try machine.writeState("offline", block: 5)
    #expect(machine.zone(.dma32).presentPages == 1 << 20 - blockPages)
    #expect(machine.zone(.dma32).presentEarlyPages == 1 << 20 - blockPages)
    try machine.writeState("online_movable", block: 5)
    // They don't count as early in MOVABLE, but are kept there.
    #expect(machine.zone(.movable).presentEarlyPages == blockPages)
    #expect(machine.zone(.movable).presentPages == blockPages)
    try machine.writeState("offline", block: 5)
    try machine.writeState("online_kernel", block: 5)
    #expect(machine.zone(.dma32).presentEarlyPages == 1 << 20)
    #expect(machine.zone(.movable) == Zone())
  }

  @Test func removedAndAddedMemoryIsEarlyNoMore() throws {
    var machine = try HotplugMachine.example(auto: .onlineKernel)
    try machine.writeState("offline", block: 31)
    try machine.removeMemory(HotplugMachine.range(31))
    #expect(machine.block(31) == nil)
    try machine.add(31)
    #expect(machine.block(31)?.isEarly == false)
    #expect(machine.zone(.dma32).presentPages == 1 << 20 - blockPages)
    // It no longer meets the zone that it was in.
    #expect(machine.zone(.normal).presentPages == blockPages)
    #expect(machine.zone(.normal).presentEarlyPages == 0)
    #expect(machine.zone(.dma32).presentEarlyPages == 1 << 20 - blockPages)
  }

  @Test func bootBlocks() throws {
    let machine = try HotplugMachine.example()
    let block = try #require(machine.block(31))
    #expect(block.state == .online)
    #expect(block.zone == .dma32)
    #expect(block.groupID == nil)
    #expect(block.vmemmapPages == 0)
    #expect(block.isEarly)
    #expect(machine.block(32) == nil)
    #expect(machine.addedBlockCount == 0)
  }

  @Test func aBootBlockInTwoZonesStaysOnline() throws {
    // The block 32 is shared by DMA32 and Normal.
    var node = Node(id: 0)
    let half = blockPages / 2
    node[.dma32] = Zone(
      spannedPages: 32 * blockPages + half, presentPages: 32 * blockPages + half,
      presentEarlyPages: 32 * blockPages + half)
    node[.normal] = Zone(
      startPFN: 32 * blockPages + half, spannedPages: 8 * blockPages - half,
      presentPages: 8 * blockPages - half, presentEarlyPages: 8 * blockPages - half)
    var machine = try HotplugMachine.example(nodes: [node])
    #expect("\(try machine.readValidZones(block: 32))" == "none\n")
    #expect("\(try machine.readValidZones(block: 33))" == "Normal\n")
    let before = machine.books
    let error = #expect(throws: HotplugError.severalZones) {
      try machine.writeState("offline", block: 32)
    }
    #expect(error?.errno == 22)
    #expect(throws: HotplugError.blocksNotOffline) {
      try machine.removeMemory(HotplugMachine.range(32))
    }
    #expect(machine.books == before)
    #expect("\(try machine.readState(block: 32))" == "online\n")
    #expect("\(try machine.readOnline(block: 32))" == "1\n")
  }

  @Test func aBootBlockOfTwoNodesStaysOnline() throws {
    let half = blockPages / 2
    var low = Node(id: 0)
    low[.normal] = Zone(
      spannedPages: 4 * blockPages + half, presentPages: 4 * blockPages + half,
      presentEarlyPages: 4 * blockPages + half)
    var high = Node(id: 1)
    high[.normal] = Zone(
      startPFN: 4 * blockPages + half, spannedPages: 4 * blockPages - half,
      presentPages: 4 * blockPages - half, presentEarlyPages: 4 * blockPages - half)
    var machine = try HotplugMachine.example(nodes: [low, high])
    #expect("\(try machine.readValidZones(block: 4))" == "none\n")
    // The last node that has pages in it registers it last.
    #expect(machine.block(4)?.nodeID == 1)
    #expect(throws: HotplugError.severalZones) {
      try machine.writeState("offline", block: 4)
    }
  }

  @Test func aBootBlockWithHolesStaysOnline() throws {
    var node = Node(id: 0)
    node[.normal] = Zone(
      startPFN: blockPages + 512, spannedPages: 4 * blockPages, presentPages: 4 * blockPages,
      presentEarlyPages: 4 * blockPages)
    var machine = try HotplugMachine.example(nodes: [node])
    for id: MemoryBlockID in [1, 5] {
      #expect("\(try machine.readValidZones(block: id))" == "Normal\n")
      let before = machine.books
      let error = #expect(throws: HotplugError.memoryHoles) {
        try machine.writeState("offline", block: id)
      }
      #expect(error?.errno == 22)
      #expect(machine.books == before)
    }
    try machine.writeState("offline", block: 3)
    #expect(machine.zone(.normal).spannedPages == 4 * blockPages)
  }
}
