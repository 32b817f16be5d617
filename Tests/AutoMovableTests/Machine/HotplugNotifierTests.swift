// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// A notifier that refuses leaves no trace.
@Suite("Refusals by a notifier")
struct HotplugNotifierTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  /// Blocks 40, 43 and 47 are movable, 45 is kernel, the others are offline;
  /// blocks 38, 46 and 50 hold their own map.
  private func machine() throws -> HotplugMachine {
    var machine = try HotplugMachine.example(memmapOnMemory: true)
    let group = try machine.registerGroup(.dynamic(unitPages: blockPages), nodeID: 0)
    try machine.add(40, count: 6, to: .group(group))
    for id: UInt64 in [38, 46, 50] {
      try machine.add(id, to: .group(group), memmapOnMemory: true)
    }
    try machine.add(47, to: .group(group))
    for id: MemoryBlockID in [40, 43, 47] {
      try machine.writeState("online_movable", block: id)
    }
    try machine.writeState("online_kernel", block: 45)
    return machine
  }

  @Test(arguments: ["online", "online_kernel", "online_movable"], [38, 41, 44, 46, 50])
  func onlining(_ type: String, _ id: UInt64) throws {
    var machine = try machine()
    let block = MemoryBlockID(id)
    let before = machine.books
    let blockBefore = machine.block(block)
    machine.notifier[.goingOnline] = MemoryNotifier.Refusal(errno: 16)
    let error = #expect(throws: HotplugError.refusedByNotifier(16)) {
      try machine.writeState(type, block: block)
    }
    #expect(error?.errno == 16)
    #expect(machine.books == before)
    #expect(machine.block(block) == blockBefore)
    // Nothing stands in the way of another try.
    machine.notifier = MemoryNotifier()
    try machine.writeState(type, block: block)
    #expect(machine.block(block)?.state == .online)
  }

  @Test(arguments: [40, 43, 45, 47, 0, 31])
  func offlining(_ id: UInt64) throws {
    var machine = try machine()
    let block = MemoryBlockID(id)
    let before = machine.books
    let blockBefore = machine.block(block)
    machine.notifier[.goingOffline] = MemoryNotifier.Refusal(errno: 12)
    #expect(throws: HotplugError.refusedByNotifier(12)) {
      try machine.writeOnline("0", block: block)
    }
    #expect(machine.books == before)
    #expect(machine.block(block) == blockBefore)
  }

  @Test func theOtherActionIsNotAsked() throws {
    var machine = try machine()
    machine.notifier[.goingOffline] = MemoryNotifier.Refusal(errno: 12)
    try machine.writeState("online", block: 41)
    machine.notifier = MemoryNotifier()
    machine.notifier[.goingOnline] = MemoryNotifier.Refusal(errno: 12)
    try machine.writeState("offline", block: 41)
  }

  /// The zone's span is empty before and after, and so is the node.
  @Test func theFirstBlockOfANode() throws {
    var machine = try machine()
    try machine.add(60, to: .node(2))
    let before = machine.books
    machine.notifier[.goingOnline] = MemoryNotifier.Refusal(errno: 5)
    #expect(throws: HotplugError.refusedByNotifier(5)) {
      try machine.writeState("online", block: 60)
    }
    #expect(machine.books == before)
    #expect(machine.nodeExtents[1].spannedPages == 0)
  }

  /// What was offlined for a removal that fails goes back to the kind of zone
  /// where it was, whatever the policy is by then.
  @Test func aRemovalThatFailsHalfWay() throws {
    var machine = try machine()
    let before = machine.books
    // Blocks 40 and 43 agree, the kernel block 45 doesn't.
    machine.notifier[.goingOffline] = MemoryNotifier.Refusal(errno: 16, after: 2)
    try machine.parameters.write("contig-zones", to: .onlinePolicy)
    #expect(throws: HotplugError.refusedByNotifier(16)) {
      try machine.offlineAndRemoveMemory(HotplugMachine.range(40, 8))
    }
    #expect(machine.books == before)
    #expect(machine.zones(40..<44) == [.movable, nil, nil, .movable])
    machine.notifier = MemoryNotifier()
    try machine.offlineAndRemoveMemory(HotplugMachine.range(40, 6))
    #expect(machine.block(45) == nil)
    #expect(machine.zones(46..<48) == [nil, .movable])
  }

  @Test func theErrnoIsTheNotifiers() {
    for errno: Int32 in [1, 12, 16, 4095] {
      #expect(HotplugError.refusedByNotifier(errno).errno == errno)
    }
    #expect("\(MemoryNotifier.Action.goingOnline.name)" == "MEM_GOING_ONLINE")
    #expect("\(MemoryNotifier.Action.goingOffline.name)" == "MEM_GOING_OFFLINE")
    #expect(MemoryNotifier.Action.goingOnline.rawValue == 8)
    #expect(MemoryNotifier.Action.goingOffline.rawValue == 2)
  }
}
