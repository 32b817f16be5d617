// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

@testable import Generation

// These are about blocks that are onlined one after the other.
extension Properties {
  @Test(
    "A static device is movable as a whole or not at all, in any order",
    arguments: PropertySubject.allCases)
  func staticDevice(_ subject: PropertySubject) throws {
    var layouts: Set<Bool> = []
    for index in 0..<Self.histories {
      var random = SplitMix64(seed: 31, stream: index)
      var machine = try machine(subject, &random)
      let blocks = 1 + random.below(12)
      // What the device claims may be more or less than it has.
      let claimed = random.oneIn(2) ? UInt64(blocks) : 1 + random.below(UInt64(20))
      let device = try machine.plug(
        .static(maxPages: claimed * Self.block), blockCount: blocks)
      for block in Self.shuffled(blocks, &random) { try machine.online(block, of: device) }
      let zones = Set(machine.devices[device].zones)
      #expect(zones.count == 1, "history \(index): \(machine.devices[device])")
      layouts.insert(zones.contains(.movable))
    }
    #expect(layouts.count == 2)
  }

  @Test(
    "One kernel block by hand makes the rest of a static device kernel",
    arguments: PropertySubject.allCases)
  func staticDeviceWithKernelBlock(_ subject: PropertySubject) throws {
    for index in 0..<Self.histories {
      var random = SplitMix64(seed: 32, stream: index)
      var machine = try machine(subject, &random)
      let blocks = 2 + random.below(10)
      let device = try machine.plugDIMM(blocks: blocks)
      let order = Self.shuffled(blocks, &random)
      let forced = random.below(blocks)
      for (position, block) in order.enumerated() {
        let zone = try machine.online(
          block, of: device, onlineType: position == forced ? .onlineKernel : .online)
        if position >= forced { #expect(zone == .normal, "history \(index), \(position)") }
      }
    }
  }

  @Test(
    "A unit is movable as a whole or not at all, in any order", arguments: PropertySubject.allCases)
  func units(_ subject: PropertySubject) throws {
    var layouts: Set<Bool> = []
    for index in 0..<Self.histories {
      var random = SplitMix64(seed: 33, stream: index)
      var machine = try machine(subject, &random)
      let unit = 1 << random.below(5)
      let units = 1 + random.below(6)
      let device = try machine.plugVirtioMem(blocks: unit * units, unit: unit)
      for number in Self.shuffled(units, &random) {
        let blocks = Self.shuffled(unit, &random).map { number * unit + $0 }
        for block in blocks { try machine.online(block, of: device) }
        let zones = Set(blocks.map { machine.devices[device].zones[$0] })
        #expect(zones.count == 1, "history \(index): \(machine.devices[device])")
        layouts.insert(zones.contains(.movable))
      }
    }
    #expect(layouts.count == 2)
  }

  @Test("A device alone has the layout that the formula says", arguments: PropertySubject.allCases)
  func deviceAlone(_ subject: PropertySubject) throws {
    for index in 0..<Self.histories / 2 {
      var random = SplitMix64(seed: 35, stream: index)
      var machine = try machine(subject, &random)
      let early = machine.bootNodes[0][.normal].presentEarlyPages
      let ratio = UInt64(machine.policy.autoMovableRatio)
      let device = try machine.plugVirtioMem(blocks: 24 + random.below(24))
      let layout = try machine.online(of: device).zones
      var (movable, kernel): (UInt64, UInt64) = (0, 0)
      for (position, zone) in layout.enumerated() {
        let fits =
          (movable + 1) * Self.block <= ratio * (early + kernel * Self.block) / 100
        // Without boot memory there is nothing to allow any.
        let expected: ZoneType = fits && early > 0 ? .movable : .normal
        #expect(zone == expected, "history \(index), block \(position)")
        if zone == .movable { movable += 1 } else { kernel += 1 }
      }
      // With a ratio of k * 100, one kernel block allows k movable ones.
      guard ratio % 100 == 0, early > 0, ratio / 100 < 8 else { continue }
      let period = Int(ratio / 100) + 1
      guard let first = layout.firstIndex(of: .normal) else { continue }
      for position in first..<layout.count {
        #expect(
          (layout[position] == .normal) == ((position - first) % period == 0),
          "history \(index), block \(position)")
      }
    }
  }
}
