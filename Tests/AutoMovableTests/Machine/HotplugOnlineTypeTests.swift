// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// The type that a block is onlined as, and how it sticks.
@Suite("Online types of blocks")
struct HotplugOnlineTypeTests {
  /// An online type written to an online block is refused, but it is what the
  /// next `online` obeys: offlining doesn't clear it.
  @Test func aRefusedTypeSticks() throws {
    var machine = try HotplugMachine.example(.contigZones)
    try machine.add(40)
    #expect(try machine.writeState("online", block: 40) == 6)
    #expect("\(try machine.readValidZones(block: 40))" == "Normal\n")
    #expect(throws: HotplugError.alreadyInState) {
      try machine.writeState("online_movable", block: 40)
    }
    #expect(machine.block(40)?.onlineType == .onlineMovable)
    #expect(try machine.writeState("offline", block: 40) == 7)
    #expect(machine.block(40)?.onlineType == .onlineMovable)
    // What is read is what the policy would do, and so wrong here.
    #expect("\(try machine.readValidZones(block: 40))" == "Normal Movable\n")
    #expect(try machine.writeOnline("1", block: 40) == 1)
    #expect("\(try machine.readValidZones(block: 40))" == "Movable\n")
    // It was for once.
    try machine.writeState("offline", block: 40)
    try machine.writeOnline("1", block: 40)
    #expect("\(try machine.readValidZones(block: 40))" == "Normal\n")
  }

  @Test func anotherTypeReplacesTheStickingOne() throws {
    var machine = try HotplugMachine.example(.contigZones)
    try machine.add(40)
    try machine.writeState("online", block: 40)
    _ = try? machine.writeState("online_movable", block: 40)
    try machine.writeState("offline", block: 40)
    try machine.writeState("online", block: 40)
    #expect("\(try machine.readValidZones(block: 40))" == "Normal\n")
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
    #expect("\(try machine.readValidZones(block: 40))" == "Normal\n")
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
}
