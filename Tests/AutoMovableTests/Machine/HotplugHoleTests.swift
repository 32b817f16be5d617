// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Boot memory with holes")
struct HotplugHoleTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  /// What a PC of 16 GiB has: 97 pages are missing in DMA, DMA32 ends 32 pages
  /// before 3 GiB but spans up to 4 GiB, where Normal begins.
  private func pc() throws -> HotplugMachine {
    var node = Node(id: 0)
    node[.dma] = .boot(1, 4095, present: 3998)
    node[.dma32] = .boot(4096, 0xFF000, present: 0xBEFE0)
    node[.normal] = .boot(0x100000, 0x340000, present: 0x340000)
    return try HotplugMachine(
      nodes: [node], memory: [.run(1, 158), .run(256, 0xBFEE0), .run(0x100000, 0x340000)])
  }

  @Test func theBooksAfterBoot() throws {
    let machine = try pc()
    #expect(machine.nodeExtents.map(\.startPFN) == [1])
    #expect(machine.nodeExtents.map(\.endPFN) == [0x440000])
    #expect(machine.nodeExtents.map(\.presentPages) == [3998 + 0xBEFE0 + 0x340000])
    #expect(
      machine.state.sections == [
        SectionRun(firstSection: 0, sectionCount: 1, zone: .dma, nodeID: 0),
        SectionRun(firstSection: 1, sectionCount: 23, zone: .dma32, nodeID: 0),
        SectionRun(firstSection: 32, sectionCount: 104, zone: .normal, nodeID: 0),
      ])
    // DMA and DMA32 share block 0.
    #expect(machine.zones(0..<2) == [nil, .dma32])
    #expect(machine.block(0)?.hasHoles == true)
    #expect(machine.block(22)?.hasHoles == false)
    #expect(machine.block(23)?.zone == .dma32)
    #expect(machine.block(23)?.hasHoles == true)
    for id: MemoryBlockID in [24, 31, 136] { #expect(machine.block(id) == nil) }
    for id: MemoryBlockID in [32, 135] { #expect(machine.block(id)?.zone == .normal) }
  }

  @Test func blocksThatAreNotThere() throws {
    var machine = try pc()
    let before = machine.books
    let error = #expect(throws: HotplugError.noSuchBlock) {
      try machine.writeState("offline", block: 24)
    }
    #expect(error?.errno == 2)
    #expect(throws: HotplugError.noSuchBlock) { try machine.writeOnline("0", block: 31) }
    #expect(throws: HotplugError.noSuchBlock) { try machine.readValidZones(block: 24) }
    #expect(throws: HotplugError.memoryHoles) {
      try machine.writeState("offline", block: 23)
    }
    #expect(throws: HotplugError.severalZones) {
      try machine.writeState("offline", block: 0)
    }
    #expect(machine.books == before)
  }

  @Test func memoryGoesIntoTheHole() throws {
    var machine = try pc()
    try machine.add(28)
    #expect("\(try machine.readValidZones(block: 28))" == "DMA32 Movable\n")
    try machine.writeState("online", block: 28)
    #expect(machine.zone(.dma32).presentPages == 0xBEFE0 + blockPages)
    #expect(machine.zone(.dma32).presentEarlyPages == 0xBEFE0)
    #expect(machine.zone(.dma32).spannedPages == 0xFF000)
    #expect(throws: HotplugError.overlapsMemory) { try machine.add(28) }
    #expect(throws: HotplugError.overlapsMemory) { try machine.add(23) }
    try machine.writeState("offline", block: 28)
    try machine.removeMemory(HotplugMachine.range(28))
    #expect(machine.block(28) == nil)
  }

  /// The page before the hole is in DMA32. Those behind it up to 2 MiB look online
  /// too, but in the zone of the memory that follows.
  @Test func aSpanShrinksToTheLastPageBeforeTheHole() throws {
    var machine = try pc()
    try machine.add(31)
    try machine.writeState("online_kernel", block: 31)
    try machine.writeState("offline", block: 31)
    // Of one page in 512 from the end of block 30 down, 0xBFFFF is Normal's.
    #expect(machine.zone(.dma32).endPFN == 0xBFE00)
    #expect(machine.zone(.dma32).startPFN == 4096)
    try machine.writeState("offline", block: 22)
    #expect(machine.zone(.dma32).endPFN == 0xBFE00)
    #expect("\(try machine.readValidZones(block: 31))" == "Normal Movable\n")
  }

  @Test func rangesThatAreNoBlocks() throws {
    var machine = try pc()
    let free: [(UInt64, UInt64)] = [(0, 1), (159, 97), (0xBFFE0, 32), (0xC0000, 512)]
    for (start, count) in free {
      #expect(throws: HotplugError.misalignedRange) {
        try machine.addMemory(PageRange(startPFN: start, pageCount: count), to: .node(0))
      }
    }
    for (start, count): (UInt64, UInt64) in [(0, 2), (158, 98), (0xBFFDF, 33), (255, 2)] {
      #expect(throws: HotplugError.overlapsMemory) {
        try machine.addMemory(PageRange(startPFN: start, pageCount: count), to: .node(0))
      }
    }
  }

  @Test func nodesThatInterleave() throws {
    var low = Node(id: 0)
    low[.normal] = .boot(32 * blockPages, 8 * blockPages, present: 4 * blockPages)
    let memory: [BootMemory] = [
      .run(32 * blockPages, 2 * blockPages), .run(34 * blockPages, 4 * blockPages, 1),
      .run(38 * blockPages, 2 * blockPages),
    ]
    var machine = try HotplugMachine(nodes: [low, .normal(34, count: 4, id: 1)], memory: memory)
    #expect(machine.zones(32..<40) == [ZoneType?](repeating: .normal, count: 8))
    #expect((32..<40).map { machine.block(MemoryBlockID($0))?.nodeID } == [0, 0, 1, 1, 1, 1, 0, 0])
    for id: MemoryBlockID in [39, 38] { try machine.writeState("offline", block: id) }
    // Node 1's pages at the end of the span are none of node 0's.
    #expect(machine.zone(.normal).endPFN == 34 * blockPages)
    #expect(machine.zone(.normal).presentEarlyPages == 2 * blockPages)
    #expect(machine.zone(.normal, node: 1).spannedPages == 4 * blockPages)
    #expect(machine.nodeExtents[0].endPFN == 34 * blockPages)
  }

  @Test func runsThatGoOnInEachOtherAreOne() throws {
    var machine = try HotplugMachine(
      nodes: [.normal(32, count: 2, id: 0)],
      memory: [.run(32 * blockPages, 100), .run(32 * blockPages + 100, 2 * blockPages - 100)])
    #expect(machine.state.sections.count == 1)
    #expect(machine.block(32)?.hasHoles == false)
    try machine.writeState("offline", block: 32)
    #expect(machine.zone(.normal).startPFN == 33 * blockPages)
  }

  @Test func largeBlocksNeedOnlyAPage() throws {
    var node = Node(id: 0)
    node[.normal] = .boot(0x100000, 0x40000, present: 0x18001)
    let machine = try HotplugMachine(
      nodes: [node], memory: [.run(0x100000, 0x18000), .run(0x13FFFF, 1)],
      blockPages: 0x10000)
    let hasHoles = (16..<21).map { machine.block(MemoryBlockID($0))?.hasHoles }
    #expect(hasHoles == [false, true, nil, true, nil])
  }

  @Test func noMemoryAtAll() throws {
    let machine = try HotplugMachine(nodes: [Node(id: 0)], memory: [])
    #expect(machine.state.sections.isEmpty)
    #expect(machine.block(0) == nil)
  }
}

@Suite("Boot memory that cannot be")
struct HotplugHoleRefusalTests {
  private let normal = Node.normal(32, count: 2, id: 0)

  @Test(arguments: [0x7FFF, 0x8000, 0x10000, 0x17FFF, 0x18000] as [UInt64])
  func countersThatTellOfHoles(_ early: UInt64) throws {
    var node = normal
    node[.normal].presentEarlyPages = early
    // A block is 0x8000 pages, the span 0x10000.
    if early > 0x8000 && early < 0x18000 {
      #expect(throws: Never.self) { try HotplugMachine(nodes: [node]) }
    } else {
      #expect(throws: BootError.memoryNotGiven(0, .normal)) {
        try HotplugMachine(nodes: [node])
      }
    }
  }

  @Test func runsThatContradictTheZones() {
    let (start, end): (UInt64, UInt64) = (0x100000, 0x110000)
    let cases: [([BootMemory], BootError)] = [
      ([.run(start, 0)], .memoryNotAddressable(0)),
      ([.run(start, 1), .run(end, .max)], .memoryNotAddressable(1)),
      ([.run(start, 2), .run(start + 1, 2)], .memoryNotAscending(1)),
      ([.run(start + 1, 2), .run(start, 1)], .memoryNotAscending(1)),
      ([.run(start, 0x10000, 1)], .memoryOfNoNode(0)),
      ([.run(start - 1, 2)], .memoryInNoZone(0, pfn: start - 1)),
      ([.run(start, 0x10001)], .memoryInNoZone(0, pfn: end)),
      ([.run(start, 0xFFFF)], .wrongEarlyPages(0, .normal, memory: 0xFFFF)),
      ([], .wrongEarlyPages(0, .normal, memory: 0)),
    ]
    for (memory, expected) in cases {
      #expect(throws: expected) { try HotplugMachine(nodes: [normal], memory: memory) }
    }
  }

  @Test func zonesThatHaveNoMemory() {
    var node = normal
    node[.movable] = Zone(
      startPFN: 0x110000, spannedPages: 0x8000, presentEarlyPages: 0x8000)
    let memory: [BootMemory] = [.run(0x100000, 0x18000)]
    // It isn't populated.
    #expect(throws: BootError.memoryInNoZone(0, pfn: 0x110000)) {
      try HotplugMachine(nodes: [node], memory: memory)
    }
    #expect(throws: BootError.wrongEarlyPages(0, .movable, memory: 0)) {
      try HotplugMachine(nodes: [node], memory: [.run(0x100000, 0x10000)])
    }
    node[.movable] = .boot(0x10FFFF, 2, present: 1)
    #expect(throws: BootError.spansOverlap(0, .movable)) {
      try HotplugMachine(nodes: [node], memory: memory)
    }
  }
}

extension Zone {
  fileprivate static func boot(_ start: UInt64, _ pages: UInt64, present: UInt64) -> Zone {
    Zone(
      startPFN: start, spannedPages: pages, presentPages: present, presentEarlyPages: present)
  }
}

extension BootMemory {
  fileprivate static func run(_ start: UInt64, _ count: UInt64, _ id: NodeID = 0) -> BootMemory {
    BootMemory(PageRange(startPFN: start, pageCount: count), nodeID: id)
  }
}
