// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Spans of zones and nodes")
struct HotplugSpanTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  private func span(_ zone: Zone) -> Range<UInt64> {
    zone.startPFN / blockPages..<zone.endPFN / blockPages
  }

  private func span(_ totals: NodeExtent) -> Range<UInt64> {
    totals.startPFN / blockPages..<totals.endPFN / blockPages
  }

  @Test func spansGrowBothWays() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40, count: 20)
    let steps: [(MemoryBlockID, Range<UInt64>)] = [
      (50, 50..<51), (55, 50..<56), (44, 44..<56), (47, 44..<56),
    ]
    for (id, expected) in steps {
      try machine.writeState("online_movable", block: id)
      #expect(span(machine.zone(.movable)) == expected)
    }
    #expect(machine.zone(.movable).presentPages == 4 * blockPages)
    #expect(span(machine.nodeExtents[0]) == 0..<56)
    #expect(machine.zone(.normal) == Zone())
  }

  @Test func spansShrinkToWhatIsOnline() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40, count: 20)
    for id: MemoryBlockID in [42, 45, 46, 50, 55] {
      try machine.writeState("online_movable", block: id)
    }
    // A block of another zone in between doesn't stop the search.
    try machine.writeState("online_kernel", block: 52)
    let steps: [(MemoryBlockID, Range<UInt64>)] = [
      (46, 42..<56), (42, 45..<56), (55, 45..<51), (50, 45..<46),
    ]
    for (id, expected) in steps {
      try machine.writeState("offline", block: id)
      #expect(span(machine.zone(.movable)) == expected)
    }
    #expect(span(machine.nodeExtents[0]) == 0..<53)
    try machine.writeState("offline", block: 45)
    #expect(machine.zone(.movable) == Zone())
    try machine.writeState("offline", block: 52)
    #expect(machine.zone(.normal) == Zone())
    #expect(span(machine.nodeExtents[0]) == 0..<32)
  }

  @Test func zonesOverlapFreely() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40, count: 6)
    for id: UInt64 in 40..<46 {
      try machine.writeState(
        id % 2 == 0 ? "online_movable" : "online_kernel", block: MemoryBlockID(id))
    }
    #expect(span(machine.zone(.movable)) == 40..<45)
    #expect(span(machine.zone(.normal)) == 41..<46)
    try machine.writeState("offline", block: 44)
    #expect(span(machine.zone(.movable)) == 40..<43)
  }

  /// Only pages of the same zone of the same node count.
  @Test func anotherNodesPagesDoNotHoldASpan() throws {
    var machine = try HotplugMachine.example()
    try machine.add(39, count: 1)
    try machine.add(40, count: 1, to: .node(1))
    try machine.add(41, count: 1)
    try machine.add(42, count: 1, to: .node(1))
    try machine.add(43, count: 1)
    for id: UInt64 in 39..<44 {
      try machine.writeState("online_movable", block: MemoryBlockID(id))
    }
    try machine.writeState("offline", block: 43)
    #expect(span(machine.zone(.movable)) == 39..<42)
    try machine.writeState("offline", block: 39)
    #expect(span(machine.zone(.movable)) == 41..<42)
    #expect(span(machine.zone(.movable, node: 1)) == 40..<43)
    #expect(span(machine.nodeExtents[1]) == 40..<43)
  }

  @Test func bootZonesShrinkToo() throws {
    var machine = try HotplugMachine.example(nodes: [.normal(8, count: 8, id: 0)])
    for id: MemoryBlockID in [8, 10, 15, 14] {
      try machine.writeState("offline", block: id)
    }
    #expect(span(machine.zone(.normal)) == 9..<14)
    #expect(machine.zone(.normal).presentPages == 4 * blockPages)
    try machine.writeState("online", block: 15)
    #expect(span(machine.zone(.movable)) == 15..<16)
    #expect(span(machine.nodeExtents[0]) == 9..<16)
  }

  /// A block of many sections is searched whole.
  @Test func blocksOfManySections() throws {
    var machine = try HotplugMachine.example(blockPages: 16 * blockPages)
    for first: UInt64 in [16, 32, 48] {
      try machine.add(first * 4, count: 16)
    }
    for id: MemoryBlockID in [4, 8, 12] {
      try machine.writeState("online_movable", block: id)
    }
    #expect(span(machine.zone(.movable)) == 64..<208)
    try machine.writeState("offline", block: 12)
    #expect(span(machine.zone(.movable)) == 64..<144)
    try machine.writeState("offline", block: 4)
    #expect(span(machine.zone(.movable)) == 128..<144)
    #expect(machine.zone(.movable).presentPages == 16 * blockPages)
  }

  /// Contiguous zones decide by spans: what lies between blocks of a zone joins
  /// it, and once they are gone it doesn't.
  @Test func spansSteerContiguousZones() throws {
    var machine = try HotplugMachine.example(.contigZones)
    try machine.add(40, count: 5)
    try machine.writeState("online_movable", block: 40)
    try machine.writeState("online_movable", block: 44)
    #expect("\(try machine.readValidZones(block: 42))" == "Movable Normal\n")
    try machine.writeState("offline", block: 44)
    #expect("\(try machine.readValidZones(block: 42))" == "Normal Movable\n")
    #expect("\(try machine.readValidZones(block: 41))" == "Normal Movable\n")
  }

  /// A zone that begins at page 0 loses its span when its last page but one
  /// block goes: page 0 is taken for none.
  @Test func pageZeroIsNone() throws {
    var machine = try HotplugMachine.example(nodes: [.normal(0, count: 2, id: 0)])
    try machine.writeState("offline", block: 1)
    #expect(span(machine.zone(.normal)) == 0..<1)
    try machine.writeState("offline", block: 0)
    #expect(machine.zone(.normal) == Zone())
    #expect(machine.nodeExtents[0].spannedPages == 0)
  }
}
