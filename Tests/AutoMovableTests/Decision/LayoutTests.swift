// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

/// What becomes of 256 blocks (32 GiB) hotplugged to a machine of 4 GiB.
@Suite("Layouts of one device")
struct LayoutTests {
  enum Driver: Sendable {
    case virtioMem(unit: Int)
    case dimm
    case none
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let ratio: UInt32
    let boot: Node
    let driver: Driver
    let layout: Layout

    init(_ ratio: UInt32, _ boot: Node, _ driver: Driver, _ layout: Layout) {
      self.ratio = ratio
      self.boot = boot
      self.driver = driver
      self.layout = layout
    }

    var testDescription: String { "\(ratio) % \(driver): \(layout)" }
  }

  static let exactly = Node.boot(1_048_576)
  private static let m96 = Layout.movable(96)
  private static func n(_ count: Int) -> Layout { .kernel(count) }
  private static func m(_ count: Int) -> Layout { .movable(count) }

  static let cases: [Case] = [
    Case(300, exactly, .virtioMem(unit: 1), m96 + (n(1) + m(3)) * 40),
    Case(300, exactly, .virtioMem(unit: 2), m96 + (n(2) + m(6)) * 20),
    Case(300, exactly, .virtioMem(unit: 8), m96 + (n(8) + m(24)) * 5),
    Case(300, exactly, .dimm, n(256)),
    Case(300, exactly, .none, m96 + n(160)),
    Case(300, .bootI440FX, .virtioMem(unit: 1), m(95) + n(1) + (m(3) + n(1)) * 40),
    Case(300, .bootI440FX, .virtioMem(unit: 2), m(94) + n(2) + (m(6) + n(2)) * 20),
    Case(300, .bootI440FX, .virtioMem(unit: 8), m(88) + n(8) + (m(24) + n(8)) * 5),
    Case(300, .bootI440FX, .dimm, n(256)),
    Case(300, .bootI440FX, .none, m(95) + n(161)),
    Case(301, exactly, .virtioMem(unit: 1), m96 + (n(1) + m(3)) * 40),
    Case(301, exactly, .virtioMem(unit: 2), m96 + (n(2) + m(6)) * 20),
    Case(301, exactly, .virtioMem(unit: 8), m96 + (n(8) + m(24)) * 5),
    Case(301, exactly, .dimm, n(256)),
    Case(301, exactly, .none, m96 + n(160)),
    Case(301, .bootI440FX, .virtioMem(unit: 1), m96 + (n(1) + m(3)) * 40),
    Case(301, .bootI440FX, .virtioMem(unit: 2), m96 + (n(2) + m(6)) * 20),
    Case(301, .bootI440FX, .virtioMem(unit: 8), m96 + (n(8) + m(24)) * 5),
    Case(301, .bootI440FX, .dimm, n(256)),
    Case(301, .bootI440FX, .none, m96 + n(160)),
  ]

  @Test(arguments: cases)
  func thirtyTwoGiB(_ item: Case) throws {
    var machine = Simulator(
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: item.ratio),
      nodes: [item.boot])
    let device =
      switch item.driver {
      case .virtioMem(let unit): try machine.plugVirtioMem(blocks: 256, unit: unit)
      case .dimm: try machine.plugDIMM(blocks: 256)
      case .none: try machine.plug(nil, blockCount: 256)
      }
    #expect(try machine.online(of: device) == item.layout)
  }

  /// The drawing in the patch that introduced the accounting of a device's
  /// kernel memory: at 3:1, eight movable blocks and then N MMM.
  @Test func thePatchsDrawing() throws {
    var machine = Simulator(
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: 300),
      nodes: [.boot(87_382)])
    let device = try machine.plugVirtioMem(blocks: 16)
    #expect(
      try machine.online(of: device)
        == .movable(8) + (.kernel(1) + .movable(3)) * 2)
  }

  /// How many boot pages may be absent for 24 GiB to fit 8 GiB wholly.
  @Test(arguments: [(300 as UInt32, 1 as UInt64), (301, 6968)])
  func twentyFourGiBFitEightGiB(ratio: UInt32, absentPages: UInt64) throws {
    for (absent, fits) in [(absentPages - 1, true), (absentPages, false)] {
      var machine = Simulator(
        policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio),
        nodes: [.boot(2_097_152 - absent)])
      let device = try machine.plugVirtioMem(blocks: 192)
      let layout = try machine.online(of: device)
      #expect((layout == .movable(192)) == fits, "\(absent) absent: \(layout)")
    }
  }
}
