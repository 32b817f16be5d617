// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// The files `state`, `online` and `valid_zones` of a block.
@Suite("Files of memory blocks")
struct HotplugStateFileTests {
  private let blockPages = MemoryGeometry.minimumBlockPages

  // MARK: state

  @Test(arguments: [
    ("online", ZoneType.movable), ("online\n", .movable), ("online_kernel", .normal),
    ("online_movable\n", .movable), ("online\0x", .movable),
  ])
  func stateOnlines(_ text: String, _ zone: ZoneType) throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    #expect(try machine.writeState(text, block: 40) == text.utf8.count)
    #expect(machine.zones(40..<41) == [zone])
    #expect("\(try machine.readState(40))" == "online\n")
    #expect(try machine.writeState("offline\n", block: 40) == 8)
    #expect("\(try machine.readState(40))" == "offline\n")
  }

  @Test(arguments: [
    "Online", "online ", " online", "online\n\n", "on", "1", "offlin", "online_Kernel",
    "online-kernel", "going-offline", "\n", "\0online",
  ])
  func stateRefusesOtherTexts(_ text: String) throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    try machine.writeState("online_kernel", block: 40)
    let before = machine.books
    let block = machine.block(40)
    for id: MemoryBlockID in [40, 5] {
      #expect(throws: HotplugError.invalidText) { try machine.writeState(text, block: id) }
    }
    #expect(machine.books == before)
    #expect(machine.block(40) == block)
  }

  @Test func writingNothingDoesNothing() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    #expect(try machine.writeState("", block: 40) == 0)
    #expect(try machine.writeOnline("", block: 40) == 0)
    #expect(try machine.writeAutoOnlineBlocks("") == 0)
    #expect("\(try machine.readState(40))" == "offline\n")
  }

  @Test func alreadyInStateIsAnErrorOfStateOnly() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    let error = #expect(throws: HotplugError.alreadyInState) {
      try machine.writeState("offline", block: 40)
    }
    #expect(error?.errno == 22)
    #expect(try machine.writeOnline("0", block: 40) == 1)
    try machine.writeState("online", block: 40)
    #expect(throws: HotplugError.alreadyInState) { try machine.writeState("online", block: 40) }
    #expect(try machine.writeOnline("yes\n", block: 40) == 4)
  }

  @Test func aBlockThatIsNotThereHasNoFiles() throws {
    var machine = try HotplugMachine.example()
    #expect(throws: HotplugError.noSuchBlock) { try machine.writeState("online", block: 40) }
    #expect(throws: HotplugError.noSuchBlock) { try machine.writeOnline("1", block: .init(.max)) }
    #expect(throws: HotplugError.noSuchBlock) { _ = try machine.readState(40) }
    #expect(throws: HotplugError.noSuchBlock) { _ = try machine.readOnline(40) }
    let error = #expect(throws: HotplugError.noSuchBlock) {
      _ = try machine.readValidZones(.init(.max))
    }
    #expect(error?.errno == 2)
  }

  // MARK: The type that sticks

  /// An online type written to an online block is refused, but it is what the
  /// next `online` obeys: offlining doesn't clear it.
  @Test func aRefusedTypeSticks() throws {
    var machine = try HotplugMachine.example(.contigZones)
    try machine.add(40)
    #expect(try machine.writeState("online", block: 40) == 6)
    #expect("\(try machine.readValidZones(40))" == "Normal\n")
    #expect(throws: HotplugError.alreadyInState) {
      try machine.writeState("online_movable", block: 40)
    }
    #expect(machine.block(40)?.onlineType == .onlineMovable)
    #expect(try machine.writeState("offline", block: 40) == 7)
    #expect(machine.block(40)?.onlineType == .onlineMovable)
    // What is read is what the policy would do, and so wrong here.
    #expect("\(try machine.readValidZones(40))" == "Normal Movable\n")
    #expect(try machine.writeOnline("1", block: 40) == 1)
    #expect("\(try machine.readValidZones(40))" == "Movable\n")
    // It was for once.
    try machine.writeState("offline", block: 40)
    try machine.writeOnline("1", block: 40)
    #expect("\(try machine.readValidZones(40))" == "Normal\n")
  }

  @Test func anotherTypeReplacesTheStickingOne() throws {
    var machine = try HotplugMachine.example(.contigZones)
    try machine.add(40)
    try machine.writeState("online", block: 40)
    _ = try? machine.writeState("online_movable", block: 40)
    try machine.writeState("offline", block: 40)
    try machine.writeState("online", block: 40)
    #expect("\(try machine.readValidZones(40))" == "Normal\n")
  }

  @Test func aFailedAttemptUsesTheTypeUp() throws {
    var machine = try HotplugMachine.example(.contigZones)
    try machine.add(40)
    machine.notifier[.goingOnline] = MemoryNotifier.Refusal(errno: 12)
    #expect(throws: HotplugError.refusedByNotifier(12)) {
      try machine.writeState("online_movable", block: 40)
    }
    #expect(machine.block(40)?.onlineType == .offline)
    machine.notifier = MemoryNotifier()
    try machine.writeOnline("1", block: 40)
    #expect("\(try machine.readValidZones(40))" == "Normal\n")
  }

  @Test func anInvalidTextOrOfflineLeavesTheTypeAlone() throws {
    var machine = try HotplugMachine.example(.contigZones)
    try machine.add(40)
    try machine.writeState("online", block: 40)
    _ = try? machine.writeState("online_movable", block: 40)
    _ = try? machine.writeState("online_nowhere", block: 40)
    try machine.writeState("offline", block: 40)
    _ = try? machine.writeState("offline", block: 40)
    #expect(machine.block(40)?.onlineType == .onlineMovable)
  }

  // MARK: online

  @Test(arguments: ["1", "Y", "on\n", "true"])
  func onlineTakesTrue(_ text: String) throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    #expect(try machine.writeOnline(text, block: 40) == text.utf8.count)
    #expect("\(try machine.readOnline(40))" == "1\n")
    // By the policy, as a plain `online`.
    #expect(machine.zones(40..<41) == [.movable])
    #expect(try machine.writeOnline("off", block: 40) == 3)
    #expect("\(try machine.readOnline(40))" == "0\n")
    #expect("\(try machine.readState(40))" == "offline\n")
  }

  @Test(arguments: ["2", "", "online_movable", "\n"])
  func onlineRefusesOtherTexts(_ text: String) throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    let block = machine.block(40)
    if text == "online_movable" {
      // Only its first two characters are looked at.
      try machine.writeOnline(text, block: 40)
      #expect(machine.zones(40..<41) == [.movable])
    } else if !text.isEmpty {
      #expect(throws: HotplugError.invalidText) { try machine.writeOnline(text, block: 40) }
      #expect(machine.block(40) == block)
    }
  }

  // MARK: valid_zones

  @Test func validZonesOfOfflineBlocks() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    #expect("\(try machine.readValidZones(40))" == "Movable Normal\n")
    try machine.parameters.write("0", to: .autoMovableRatio)
    #expect("\(try machine.readValidZones(40))" == "Normal Movable\n")
    try machine.writeState("offline", block: 7)
    #expect("\(try machine.readValidZones(7))" == "DMA32 Movable\n")
    try machine.parameters.write("301", to: .autoMovableRatio)
    #expect("\(try machine.readValidZones(7))" == "Movable DMA32\n")
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
    #expect("\(try machine.readValidZones(24))" == "DMA32 Normal Movable\n")
    #expect("\(try machine.readValidZones(31))" == "DMA32 Normal Movable\n")
    try machine.writeState("online", block: 27)
    try machine.writeState("online_kernel", block: 31)
    #expect("\(try machine.readValidZones(27))" == "DMA32\n")
    #expect("\(try machine.readValidZones(31))" == "Normal\n")
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
    #expect("\(try machine.readValidZones(24))" == "Normal Movable\n")
  }

  @Test func readingChangesNothing() throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    let before = machine.books
    for id: MemoryBlockID in [3, 40] {
      #expect(try machine.readValidZones(id) == machine.readValidZones(id))
    }
    #expect(machine.books == before)
  }
}
