// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// The file `valid_zones` of a block.
@Suite("Zones that are valid")
struct HotplugValidZonesTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  @Test func validZonesOfOfflineBlocks() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    #expect("\(try machine.readValidZones(block: 40))" == "Movable Normal\n")
    try machine.parameters.write("0", to: .autoMovableRatio)
    #expect("\(try machine.readValidZones(block: 40))" == "Normal Movable\n")
    try machine.writeState("offline", block: 7)
    #expect("\(try machine.readValidZones(block: 7))" == "DMA32 Movable\n")
    try machine.parameters.write("301", to: .autoMovableRatio)
    #expect("\(try machine.readValidZones(block: 7))" == "Movable DMA32\n")
  }

  /// A refused plain online looks for a kernel zone behind the unit, or at the
  /// kernel section that it found in it; an explicit one at the block.
  @Test func threeZones() throws {
    // Boot memory is [3.5 GiB, 3.75 GiB) and units are of 512 MiB.
    var node = Node(id: 0)
    node[.dma32] = Zone(
      startPFN: 28 * blockPages, spannedPages: 2 * blockPages, presentPages: 2 * blockPages,
      presentEarlyPages: 2 * blockPages)
    var machine = try HotplugMachine.example(ratio: 1, nodes: [node])
    let unit = try machine.registerGroup(.dynamic(unitPages: 4 * blockPages), nodeID: 0)
    try machine.add(24, count: 4, to: .group(unit))
    try machine.add(30, count: 2, to: .group(unit))
    #expect("\(try machine.readValidZones(block: 24))" == "DMA32 Normal Movable\n")
    #expect("\(try machine.readValidZones(block: 31))" == "DMA32 Normal Movable\n")
    try machine.writeState("online", block: 27)
    try machine.writeState("online_kernel", block: 31)
    #expect("\(try machine.readValidZones(block: 27))" == "DMA32\n")
    #expect("\(try machine.readValidZones(block: 31))" == "Normal\n")
  }

  /// The same block in a unit of its own size: all three look at the block.
  @Test func twoZonesIfTheUnitIsTheBlock() throws {
    var node = Node(id: 0)
    node[.dma32] = Zone(
      startPFN: 28 * blockPages, spannedPages: 2 * blockPages, presentPages: 2 * blockPages,
      presentEarlyPages: 2 * blockPages)
    var machine = try HotplugMachine.example(ratio: 1, nodes: [node])
    let unit = try machine.registerGroup(.dynamic(unitPages: blockPages), nodeID: 0)
    try machine.add(24, count: 4, to: .group(unit))
    #expect("\(try machine.readValidZones(block: 24))" == "Normal Movable\n")
  }

  @Test func readingChangesNothing() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    let before = machine.books
    for id: MemoryBlockID in [3, 40] {
      #expect(try machine.readValidZones(block: id) == machine.readValidZones(block: id))
    }
    #expect(machine.books == before)
  }
}
