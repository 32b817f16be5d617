// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Boot")
struct HotplugBootTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  @Test func theBooksAfterBoot() throws {
    let machine = try HotplugMachine.example(
      nodes: [.dma32, .normal(64, count: 8, id: 2)])
    #expect(machine.nodeExtents.map(\.presentPages) == [1 << 20, 8 * blockPages])
    #expect(machine.nodeExtents.map(\.startPFN) == [0, 64 * blockPages])
    #expect(machine.nodeExtents.map(\.spannedPages) == [1 << 20, 8 * blockPages])
    #expect(
      machine.state.sections == [
        SectionRun(firstSection: 0, sectionCount: 32, zone: .dma32, nodeID: 0),
        SectionRun(firstSection: 64, sectionCount: 8, zone: .normal, nodeID: 2),
      ])
    #expect(machine.block(71)?.nodeID == 2)
  }

  /// What isn't populated spans no memory, and devices' memory is none.
  @Test func emptyZonesHaveNoMemory() throws {
    var node = Node(id: 0)
    node[.normal] = Zone(startPFN: 64 * blockPages, spannedPages: blockPages)
    node[.device] = Zone(
      startPFN: 80 * blockPages, spannedPages: blockPages, presentPages: blockPages,
      presentEarlyPages: blockPages)
    let machine = try HotplugMachine.example(nodes: [node])
    #expect(machine.state.sections.isEmpty)
    #expect(machine.block(64) == nil)
    #expect(machine.block(80) == nil)
  }

  @Test func nodesThatCannotBe() {
    var wide = Node(id: 0)
    wide[.normal] = Zone(startPFN: 1, spannedPages: .max, presentPages: 1)
    var overlapping = Node(id: 1)
    overlapping[.movable] = Zone(
      startPFN: (1 << 20) - 1, spannedPages: 2, presentPages: 2)
    let cases: [([Node], BootError)] = [
      ([wide], .spanNotAddressable(0, .normal)),
      ([.dma32, overlapping], .spansOverlap(1, .movable)),
      ([.normal(0, count: 1, id: 1), .normal(9, count: 1, id: 0)], .unorderedNodes),
      ([.normal(0, count: 1, id: 1), .normal(9, count: 1, id: 1)], .unorderedNodes),
      ([.normal(0, count: 1, id: 1024)], .impossibleNode(1024)),
      ([.normal(0, count: 1, id: -1)], .impossibleNode(-1)),
    ]
    for (nodes, expected) in cases {
      #expect(throws: expected) { try HotplugMachine(nodes: nodes) }
    }
  }

  @Test(arguments: [0, 1, 16384, 32769, 49152, 1 << 41, 1 << 63])
  func sizesThatABlockCannotHave(_ pages: UInt64) {
    #expect(throws: BootError.invalidBlockSize) {
      try HotplugMachine(blockPages: pages)
    }
  }

  @Test(arguments: [1 << 15, 1 << 19, 1 << 40])
  func sizesThatABlockCanHave(_ pages: UInt64) throws {
    var machine = try HotplugMachine(blockPages: pages)
    #expect(machine.blockPages == pages)
    #expect(throws: HotplugError.invalidUnit) {
      try machine.registerGroup(.dynamic(unitPages: pages / 2), nodeID: 0)
    }
    #expect(try machine.registerGroup(.dynamic(unitPages: pages), nodeID: 0) == 0)
  }

  /// ZONE_MOVABLE made by `kernelcore=` is boot memory that isn't early kernel
  /// memory.
  @Test func movableBootMemory() throws {
    var node = Node.normal(0, count: 8, id: 0)
    node[.movable] = Zone(
      startPFN: 8 * blockPages, spannedPages: 24 * blockPages, presentPages: 24 * blockPages,
      presentEarlyPages: 24 * blockPages)
    var machine = try HotplugMachine.example(ratio: 300, nodes: [node])
    try machine.add(40)
    #expect("\(try machine.readValidZones(block: 40))" == "Normal Movable\n")
    try machine.writeState("offline", block: 31)
    #expect("\(try machine.readValidZones(block: 40))" == "Movable Normal\n")
  }
}
