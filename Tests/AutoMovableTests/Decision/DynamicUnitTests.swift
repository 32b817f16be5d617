// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

/// Units of dynamic groups that are larger than what is onlined.
@Suite("Units of dynamic groups")
struct DynamicUnitTests {
  private static let block = Geometry.x86_64.pagesPerSection

  private static func run(
    _ first: UInt64, _ count: UInt64 = 1, _ zone: ZoneType = .movable
  ) -> SectionRun {
    SectionRun(firstSection: first, sectionCount: count, zone: zone, nodeID: 0)
  }

  private static func decide(
    section: UInt64 = 66, unit: UInt64 = 4 * block, sections: [SectionRun],
    bootPages: UInt64 = 1 << 20
  ) throws -> OnlineDecision {
    var state = MemoryState(nodes: [.boot(bootPages)], sections: sections)
    _ = try state.groups.register(.dynamic(unitPages: unit), nodeID: 0)
    return try state.onlineDecision(
      for: PageRange(startPFN: section * block, pageCount: block), nodeID: 0,
      groupID: 0, policy: Policy(onlinePolicy: .autoMovable))
  }

  /// Online sections around and in the unit of the sections 64 to 67, and how
  /// many of them are in it.
  static let movableUnits: [([SectionRun], UInt64)] = [
    ([], 0),
    ([run(64)], 1),
    ([run(64), run(65), run(67)], 3),
    ([run(60, 5)], 1),
    ([run(67, 9)], 1),
    ([run(0, 100)], 4),
    ([run(60, 4), run(68, 4)], 0),
    ([run(60, 4, .normal), run(68, 4, .dma32)], 0),
    ([run(63, 1, .normal), run(64, 2), run(68, 1, .normal)], 2),
  ]

  @Test(arguments: movableUnits)
  func onlineSectionsOfTheUnit(_ sections: [SectionRun], online: UInt64) throws {
    let decision = try Self.decide(sections: sections)
    #expect(decision.zone == .movable)
    #expect(decision.onlineMovablePages == online * Self.block)
    #expect(decision.testedPages == (4 - online) * Self.block)
  }

  /// Online sections, and the one that keeps the unit from being movable.
  static let kernelUnits: [([SectionRun], UInt64)] = [
    ([run(64, 1, .normal)], 64),
    ([run(67, 1, .dma32)], 67),
    ([run(64), run(65, 3, .normal)], 65),
    ([run(0, 100, .normal)], 64),
    ([run(64, 3), run(67, 1, .device)], 67),
    ([run(65, 1, .normal), run(67, 1, .normal)], 65),
  ]

  @Test(arguments: kernelUnits)
  func kernelSectionInTheUnit(_ sections: [SectionRun], at section: UInt64) throws {
    let decision = try Self.decide(sections: sections)
    #expect(decision.zone == .normal)
    #expect(decision.reason == .unitHasKernelSection)
    #expect(
      decision.kernelLookup
        == PageRange(startPFN: section * Self.block, pageCount: Self.block))
    #expect(decision.systemTest == nil)
  }

  @Test(arguments: 64...67 as ClosedRange<UInt64>)
  func everyBlockSeesTheSameUnit(_ section: UInt64) throws {
    let sections = [Self.run(63, 1, .normal), Self.run(65)]
    let refused = try Self.decide(section: section, sections: sections, bootPages: 1)
    #expect(refused.reason == .refusedBySystem)
    #expect(
      refused.kernelLookup
        == PageRange(startPFN: 68 * Self.block, pageCount: 3 * Self.block))
  }

  @Test func aUnitOfOneBlockIsNotWalked() throws {
    let decision = try Self.decide(
      unit: Self.block, sections: [Self.run(66, 1, .normal)])
    #expect(decision.zone == .movable)
    #expect(decision.testedPages == Self.block)
  }

  @Test(arguments: [1 << 40, 1 << 62] as [UInt64])
  func hugeUnitsTakeNoTime(_ unit: UInt64) throws {
    let decision = try Self.decide(unit: unit, sections: [Self.run(1000)])
    #expect(decision.onlineMovablePages == Self.block)
    #expect(decision.kernelLookup?.startPFN == unit)
  }

  /// The end of the upper half of the address space is 0, so the walk doesn't
  /// begin and leaves its position at the start.
  @Test func aUnitWhoseEndWrapsIsNotWalked() throws {
    let half: UInt64 = 1 << 63
    let decision = try Self.decide(
      section: half / Self.block, unit: half, sections: [Self.run(0, 100, .normal)])
    #expect(
      decision.kernelLookup == PageRange(startPFN: half, pageCount: half))
  }
}
