// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Removing memory")
struct HotplugRemoveTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  @Test func anOnlineBlockKeepsAll() throws {
    var machine = try HotplugMachine.example()
    let group = try machine.registerGroup(.static(maxPages: 4 * blockPages), nodeID: 0)
    try machine.add(40, count: 4, to: .group(group))
    try machine.writeState("online", block: 43)
    let before = machine.books
    let error = #expect(throws: HotplugError.blocksNotOffline) {
      try machine.removeMemory(HotplugMachine.range(40, 4))
    }
    #expect(error?.errno == 16)
    #expect(machine.books == before)
    #expect(machine.block(40) != nil)
    // Boot blocks are online, too.
    #expect(throws: HotplugError.blocksNotOffline) {
      try machine.removeMemory(HotplugMachine.range(31, 10))
    }
    try machine.removeMemory(HotplugMachine.range(40, 3))
    #expect(machine.state.groups[group]?.blockCount == 1)
    #expect(machine.addedBlockCount == 1)
  }

  @Test func whereThereIsNothingNothingIsDone() throws {
    var machine = try HotplugMachine.example()
    let before = machine.books
    try machine.removeMemory(HotplugMachine.range(100, 4))
    try machine.removeMemory(
      PageRange(startPFN: Geometry.x86_64.pageCount, pageCount: blockPages))
    #expect(machine.books == before)
  }

  private static let brokenRanges: [PageRange] = [
    PageRange(startPFN: 40 * 32768 + 1, pageCount: 32768),
    PageRange(startPFN: 40 * 32768, pageCount: 1),
    PageRange(startPFN: 40 * 32768, pageCount: 0),
    PageRange(startPFN: 512, pageCount: 512),
  ]

  @Test(arguments: brokenRanges)
  func aRangeHasWholeBlocks(_ range: PageRange) throws {
    var machine = try HotplugMachine.example()
    try machine.add(40, count: 2)
    #expect(throws: HotplugError.misalignedRange) { try machine.removeMemory(range) }
    let error = #expect(throws: HotplugError.misalignedRange) {
      try machine.offlineAndRemoveMemory(range)
    }
    #expect(error?.errno == 22)
    #expect(machine.addedBlockCount == 2)
  }

  /// Holes between blocks don't matter.
  @Test func aRangeMayHaveHoles() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    try machine.add(45)
    try machine.removeMemory(HotplugMachine.range(38, 10))
    #expect(machine.addedBlockCount == 0)
    #expect(machine.block(40) == nil)
    #expect(machine.block(45) == nil)
  }

  @Test func aNodeGoesWithTheLastOfItsMemory() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40, count: 2, to: .node(3))
    try machine.writeState("online", block: 40)
    try machine.writeState("offline", block: 40)
    try machine.removeMemory(HotplugMachine.range(40))
    // An offline block may come online later.
    #expect(machine.state.nodes.map(\.id) == [0, 3])
    try machine.removeMemory(HotplugMachine.range(41))
    #expect(machine.state.nodes.map(\.id) == [0])
    #expect(machine.nodeExtents.count == 1)
  }

  /// A node that was there at boot has a processor, as far as is known.
  @Test func aBootNodeStays() throws {
    var machine = try HotplugMachine.example(
      nodes: [.dma32, .normal(64, count: 2, id: 1)])
    for id: MemoryBlockID in [64, 65] { try machine.writeState("offline", block: id) }
    try machine.removeMemory(HotplugMachine.range(64, 2))
    #expect(machine.state.nodes.map(\.id) == [0, 1])
    #expect(machine.nodeExtents[1].presentPages == 0)
    #expect(machine.nodeExtents[1].spannedPages == 0)
  }

  @Test func offliningAndRemoving() throws {
    var machine = try HotplugMachine.example(auto: .online)
    let before = machine.books
    try machine.add(40, count: 4)
    try machine.offlineAndRemoveMemory(HotplugMachine.range(40, 4))
    #expect(machine.books == before)
    for id: UInt64 in 40..<44 { #expect(machine.block(MemoryBlockID(id)) == nil) }
  }

  /// A block that was offline stays so when the removal fails.
  @Test func aFailedRemovalOnlinesOnlyItsOwn() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40, count: 4)
    try machine.writeState("online_kernel", block: 41)
    machine.notifier[.goingOffline] = MemoryNotifier.Refusal(errno: 16, after: 1)
    try machine.writeState("online_movable", block: 43)
    #expect(throws: HotplugError.refusedByNotifier(16)) {
      try machine.offlineAndRemoveMemory(HotplugMachine.range(40, 4))
    }
    #expect(machine.zones(40..<44) == [nil, .normal, nil, .movable])
  }
}
