// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// Where an operation onlined blocks.
@Suite("Onlined blocks")
struct HotplugOnlinedTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  /// A device of which eight blocks fit the ratio, 34 to 41, and a kernel block
  /// makes room for three more.
  private func machine(auto type: OnlineType = .online) throws -> HotplugMachine {
    var machine = try HotplugMachine.example(
      ratio: 300, nodes: [.normal(0, count: 3, id: 0)], auto: type)
    let group = try machine.registerGroup(.dynamic(unitPages: blockPages), nodeID: 0)
    try machine.add(32, count: 12, to: .group(group))
    return machine
  }

  private let zones = [
    OnlinedBlocks(first: 32, count: 9, zone: .movable),
    OnlinedBlocks(first: 41, count: 1, zone: .normal),
    OnlinedBlocks(first: 42, count: 2, zone: .movable),
  ]

  @Test func addedMemory() throws {
    var machine = try machine()
    #expect(machine.onlinedBlocks == zones)
    #expect(machine.zones(40..<43) == [.movable, .normal, .movable])
    #expect(throws: HotplugError.overlapsMemory) { try machine.add(32) }
    #expect(machine.onlinedBlocks.isEmpty)
    #expect(try self.machine(auto: .offline).onlinedBlocks.isEmpty)
  }

  @Test func writtenFiles() throws {
    var machine = try machine()
    try machine.writeOnline("0", block: 41)
    #expect(machine.onlinedBlocks.isEmpty)
    try machine.writeOnline("1", block: 41)
    let kernel = [OnlinedBlocks(first: 41, count: 1, zone: .normal)]
    #expect(machine.onlinedBlocks == kernel)
    try machine.writeOnline("1", block: 41)
    #expect(machine.onlinedBlocks.isEmpty)
    try machine.writeState("offline", block: 41)
    try machine.writeState("online_movable", block: 41)
    #expect(machine.onlinedBlocks == [OnlinedBlocks(first: 41, count: 1, zone: .movable)])
  }

  /// What was offlined is onlined again, and only that.
  @Test func rollBack() throws {
    var machine = try machine()
    try machine.writeOnline("0", block: 33)
    machine.notifier[.goingOffline] = MemoryNotifier.Refusal(errno: 16, after: 9)
    #expect(throws: HotplugError.refusedByNotifier(16)) {
      try machine.offlineAndRemoveMemory(HotplugMachine.range(32, 12))
    }
    #expect(
      machine.onlinedBlocks == [
        OnlinedBlocks(first: 32, count: 1, zone: .movable),
        OnlinedBlocks(first: 34, count: 7, zone: .movable),
        OnlinedBlocks(first: 41, count: 1, zone: .normal),
      ])
    machine.notifier = MemoryNotifier()
    try machine.offlineAndRemoveMemory(HotplugMachine.range(32, 12))
    #expect(machine.onlinedBlocks.isEmpty)
  }
}
