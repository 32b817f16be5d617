// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

/// Several devices on a machine of 4 GiB.
@Suite("Layouts of several devices")
struct DeviceMixTests {
  private static func machine(_ ratio: UInt32) -> Simulator {
    Simulator(
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio),
      nodes: [.boot(1_048_576)])
  }

  private func m(_ count: Int) -> Layout { .movable(count) }
  private func n(_ count: Int) -> Layout { .kernel(count) }

  /// Plugs DIMMs of sizes in blocks, one after another.
  private func dimms(_ sizes: [Int]) throws -> [Layout] {
    var machine = Self.machine(301)
    return try sizes.map { size in
      let device = try machine.plugDIMM(blocks: size)
      return try machine.online(of: device)
    }
  }

  @Test("g. DIMMs of 8 and 8 GiB")
  func equalDIMMs() throws {
    #expect(try dimms([64, 64]) == [m(64), n(64)])
  }

  @Test("h. DIMMs of 16 and 12 GiB")
  func smallerDIMMAfterOneThatDoesNotFit() throws {
    #expect(try dimms([128, 96]) == [n(128), m(96)])
  }

  @Test("i. Four DIMMs of 4 GiB")
  func fourDIMMs() throws {
    #expect(try dimms([32, 32, 32, 32]) == [m(32), m(32), m(32), n(32)])
  }

  @Test("j. Two virtio-mem devices at 301 %")
  func twoDevices() throws {
    var machine = Self.machine(301)
    let a = try machine.plugVirtioMem(blocks: 128)
    #expect(try machine.online(of: a) == m(96) + (n(1) + m(3)) * 8)
    let b = try machine.plugVirtioMem(blocks: 128)
    #expect(try machine.online(of: b) == (n(1) + m(3)) * 32)
  }

  @Test("k. Two virtio-mem devices at 300 %: an exact fit starves the second")
  func twoDevicesWithAnExactFit() throws {
    var machine = Self.machine(300)
    let a = try machine.plugVirtioMem(blocks: 128)
    #expect(try machine.online(of: a) == m(96) + (n(1) + m(3)) * 8)
    let b = try machine.plugVirtioMem(blocks: 128)
    #expect(try machine.online(of: b) == n(128))
  }

  @Test("l. A grows in between")
  func growthInBetween() throws {
    var machine = Self.machine(300)
    let a = try machine.plugVirtioMem(blocks: 100)
    let b = try machine.plugVirtioMem(blocks: 20)
    #expect(try machine.online(next: 96, of: a) == m(96))
    #expect(try machine.online(next: 4, of: b) == n(4))
    #expect(try machine.online(next: 4, of: a) == n(1) + m(3))
    #expect(try machine.online(next: 16, of: b) == n(16))
  }

  @Test("m. Two virtio-mem devices in turns")
  func turns() throws {
    var machine = Self.machine(301)
    let a = try machine.plugVirtioMem(blocks: 128)
    let b = try machine.plugVirtioMem(blocks: 128)
    var layouts = (a: Layout(), b: Layout())
    for _ in 0..<128 {
      layouts.a = layouts.a + (try machine.online(next: 1, of: a))
      layouts.b = layouts.b + (try machine.online(next: 1, of: b))
    }
    #expect(layouts.a == m(48) + (n(1) + m(1)) * 24 + (n(1) + m(3)) * 8)
    #expect(layouts.b == m(96) + (n(1) + m(3)) * 8)
  }

  @Test("n. A DIMM of 8 GiB, then virtio-mem of 16 GiB")
  func deviceAfterDIMM() throws {
    var machine = Self.machine(301)
    let dimm = try machine.plugDIMM(blocks: 64)
    #expect(try machine.online(of: dimm) == m(64))
    let device = try machine.plugVirtioMem(blocks: 128)
    #expect(try machine.online(of: device) == m(32) + (n(1) + m(3)) * 24)
  }

  @Test("o. virtio-mem of 8 GiB, then DIMMs of 4 and 1 GiB")
  func dimmsAfterDevice() throws {
    var machine = Self.machine(301)
    let device = try machine.plugVirtioMem(blocks: 64)
    #expect(try machine.online(of: device) == m(64))
    let large = try machine.plugDIMM(blocks: 32)
    #expect(try machine.online(of: large) == m(32))
    let small = try machine.plugDIMM(blocks: 8)
    #expect(try machine.online(of: small) == n(8))
  }
}
