// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// The files `state` and `online` of a block.
@Suite("Files of memory blocks")
struct HotplugStateFileTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

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
    #expect("\(try machine.readState(block: 40))" == "online\n")
    #expect(try machine.writeState("offline\n", block: 40) == 8)
    #expect("\(try machine.readState(block: 40))" == "offline\n")
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
    #expect("\(try machine.readState(block: 40))" == "offline\n")
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
    #expect(throws: HotplugError.noSuchBlock) { _ = try machine.readState(block: 40) }
    #expect(throws: HotplugError.noSuchBlock) { _ = try machine.readOnline(block: 40) }
    let error = #expect(throws: HotplugError.noSuchBlock) {
      _ = try machine.readValidZones(block: .init(.max))
    }
    #expect(error?.errno == 2)
  }

  // MARK: online

  @Test(arguments: ["1", "Y", "on\n", "true"])
  func onlineTakesTrue(_ text: String) throws {
    var machine = try HotplugMachine.example()
    try machine.add(40)
    #expect(try machine.writeOnline(text, block: 40) == text.utf8.count)
    #expect("\(try machine.readOnline(block: 40))" == "1\n")
    // By the policy, as a plain `online`.
    #expect(machine.zones(40..<41) == [.movable])
    #expect(try machine.writeOnline("off", block: 40) == 3)
    #expect("\(try machine.readOnline(block: 40))" == "0\n")
    #expect("\(try machine.readState(block: 40))" == "offline\n")
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
}
