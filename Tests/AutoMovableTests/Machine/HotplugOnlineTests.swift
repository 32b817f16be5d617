// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Onlining and offlining blocks")
struct HotplugOnlineTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  // MARK: Counters

  @Test func countersOfZoneNodeAndGroup() throws {
    var machine = try HotplugMachine.example()
    let dimm = try machine.registerGroup(.static(maxPages: 4 * blockPages), nodeID: 0)
    try machine.add(40, count: 4, to: .group(dimm))
    try machine.writeState("online_movable", block: 41)
    try machine.writeState("online_kernel", block: 42)
    #expect(machine.zone(.movable).presentPages == blockPages)
    #expect(machine.zone(.normal).presentPages == blockPages)
    #expect(machine.zone(.movable).presentEarlyPages == 0)
    #expect(machine.zone(.normal).presentEarlyPages == 0)
    #expect(machine.zone(.dma32).presentEarlyPages == 1 << 20)
    #expect(machine.nodeExtents[0].presentPages == 1 << 20 + 2 * blockPages)
    #expect(machine.state.groups[dimm]?.presentMovablePages == blockPages)
    #expect(machine.state.groups[dimm]?.presentKernelPages == blockPages)
    try machine.writeState("offline", block: 42)
    #expect(machine.state.groups[dimm]?.presentKernelPages == 0)
    #expect(machine.zone(.normal) == Zone())
  }

  @Test func onlineAndOfflineRestoresEverything() throws {
    var machine = try HotplugMachine.example()
    let group = try machine.registerGroup(.dynamic(unitPages: blockPages), nodeID: 0)
    try machine.add(40, count: 8, to: .group(group))
    for id: UInt64 in [41, 45] {
      try machine.writeState("online_movable", block: MemoryBlockID(id))
    }
    let before = machine.books
    for type in ["online", "online_kernel", "online_movable"] {
      for id: MemoryBlockID in [40, 43, 47] {
        try machine.writeState(type, block: id)
        #expect(machine.books != before)
        try machine.writeState("offline", block: id)
        #expect(machine.books == before)
      }
    }
  }

  // MARK: Policy

  /// A plain online asks the policy anew each time.
  @Test func parametersChangeTheNextChoice() throws {
    var machine = try HotplugMachine.example(.contigZones)
    try machine.add(40, count: 3)
    try machine.writeState("online", block: 40)
    try machine.parameters.write("auto-movable", to: .onlinePolicy)
    try machine.writeState("online", block: 41)
    try machine.parameters.write("0", to: .autoMovableRatio)
    try machine.writeState("online", block: 42)
    #expect(machine.zones(40..<43) == [.normal, .movable, .normal])
  }

  @Test func aDIMMGoesToOneKindOfZone() throws {
    var machine = try HotplugMachine.example(ratio: 300)
    let dimm = try machine.registerGroup(.static(maxPages: 8 * blockPages), nodeID: 0)
    try machine.add(40, count: 8, to: .group(dimm))
    try machine.writeState("online", block: 47)
    try machine.writeState("online", block: 40)
    #expect(machine.zones(40..<48) == [.movable, nil, nil, nil, nil, nil, nil, .movable])
    // One block in a kernel zone, by hand, and all others follow.
    try machine.writeState("online_kernel", block: 43)
    try machine.writeState("online", block: 44)
    #expect(machine.zones(43..<45) == [.normal, .normal])
  }

  /// A block can be another machine's, and name a group that isn't registered here.
  @Test(arguments: [false, true]) func aGroupOfAnotherMachine(_ decidesByTotals: Bool) throws {
    var other = try HotplugMachine.example()
    try other.add(
      40, to: .group(other.registerGroup(.static(maxPages: 8 * blockPages), nodeID: 0)))
    let block = try #require(other.block(40))
    var machine = try HotplugMachine.example()
    machine.decidesByTotals = decidesByTotals
    #expect(throws: HotplugError.noSuchGroup) { try machine.onlineDecision(for: block) }
  }
}
