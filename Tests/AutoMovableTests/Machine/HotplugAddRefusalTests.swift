// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Memory that is not added")
struct HotplugAddRefusalTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  /// Blocks 40 and 41 are there, 48 and above can be addressed to 2^25.
  private static let refusals: [(PageRange, MemoryTarget, HotplugError, Int32)] = {
    let blockPages = Geometry.x86_64.minimumBlockPages
    let end = Geometry.x86_64.pageCount
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
    machine.maximumAddedBlockCount = 3
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
    try machine.add(Geometry.x86_64.sectionCount - 1)
    #expect(machine.zone(.movable).endPFN == Geometry.x86_64.pageCount)
    #expect(machine.nodeExtents[0].spannedPages == Geometry.x86_64.pageCount)
  }
}
