// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// Small values, by what nothing else asks of them.
@Suite("Values")
struct ValueTests {
  @Test func numbersAreTheirRawValues() {
    #expect(NodeID(rawValue: 3) == 3)
    #expect(MemoryGroupID(rawValue: 3) == 3)
    #expect(MemoryBlockID(rawValue: 3) == 3)
    #expect(MemoryBlockID(3) < 4)
    #expect(!(MemoryBlockID(4) < 4))
  }

  @Test func nodesDifferByNumberOrZones() {
    var node = Node(id: 1)
    #expect(node != Node(id: 2))
    #expect(node == Node(id: 1))
    node[.movable].presentPages = 1
    #expect(node != Node(id: 1))
  }

  @Test func notifiersTellHowTheyRefuse() {
    var notifier = MemoryNotifier()
    notifier[.goingOnline] = .init(errno: 12, after: 2)
    #expect(notifier[.goingOnline].errno == 12)
    #expect(notifier[.goingOnline].agreementCount == 2)
    #expect(notifier[.goingOffline].errno == 0)
  }

  @Test func textsAreCutOff() {
    var text = SysfsText()
    text.append("0123456789012345678901234567890")
    #expect(text.count == 31)
    text.append(UInt8(ascii: "a"))
    text.append(UInt8(ascii: "b"))
    text.append("c")
    #expect(text.count == 32)
    #expect(text[31] == UInt8(ascii: "a"))
  }

  @Test func rangesOfNothingHaveNoBlocks() throws {
    let machine = try HotplugMachine.example()
    for range in [
      PageRange(startPFN: 0, pageCount: 0),
      PageRange(startPFN: .max, pageCount: 2),
    ] {
      machine.forEachBlock(in: range) { Issue.record("block \($0.id.rawValue)") }
    }
  }
}
