// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// Blocks below 4 GiB, where it shows by which range a kernel zone is looked
/// up. The names are those that `valid_zones` prints.
@Suite("Kernel zones below 4 GiB")
struct KernelZoneTests {
  /// A node with no boot memory but a DMA32 span, so that the ratio refuses.
  private static func state(
    node id: NodeID, dma32: PageRange, group: MemoryGroup.Kind,
    sections: [SectionRun] = []
  ) throws -> MemoryState {
    var node = Node(id: id)
    node[.dma32] = Zone(startPFN: dma32.startPFN, spannedPages: dma32.pageCount)
    var state = MemoryState(nodes: [node], sections: sections)
    _ = try state.groups.register(group, nodeID: id)
    return state
  }

  /// The zones that `valid_zones` of an offline block names.
  private static func validZones(
    of range: PageRange, node: NodeID, in state: MemoryState
  ) throws -> [ZoneType] {
    let policy = Policy(onlinePolicy: .autoMovable)
    let zones = try [OnlineType.online, .onlineKernel, .onlineMovable].map {
      try state.onlineDecision(
        for: range, onlineType: $0, nodeID: node, groupID: 0, policy: policy
      ).zone
    }
    return zones.prefix(1) + zones.dropFirst().filter { $0 != zones[0] }
  }

  /// A range by megabytes.
  private static func mib(_ start: UInt64, _ size: UInt64) -> PageRange {
    PageRange(startPFN: start << 8, pageCount: size << 8)
  }

  private static let dma32To3840MiB = PageRange(
    startPFN: 4096, pageCount: (3840 << 8) - 4096)

  @Test("a. A refused unit is looked up past its end")
  func refusedUnit() throws {
    let state = try Self.state(
      node: 0, dma32: Self.dma32To3840MiB,
      group: .dynamic(unitPages: 512 << 8))
    let block = Self.mib(3584, 128)
    #expect(
      try Self.validZones(of: block, node: 0, in: state) == [.normal, .dma32, .movable])
    let decision = try state.onlineDecision(
      for: block, nodeID: 0, groupID: 0, policy: Policy(onlinePolicy: .autoMovable))
    #expect(decision.reason == .refusedBySystem)
    #expect(decision.kernelLookup == Self.mib(4096, 512))
  }

  @Test("b. A unit with a kernel section is looked up there")
  func unitWithKernelSection() throws {
    let state = try Self.state(
      node: 0, dma32: Self.dma32To3840MiB, group: .dynamic(unitPages: 512 << 8),
      sections: [
        SectionRun(firstSection: 28, sectionCount: 1, zone: .dma32, nodeID: 0)
      ])
    let block = Self.mib(3968, 128)
    #expect(
      try Self.validZones(of: block, node: 0, in: state) == [.dma32, .normal, .movable])
    let decision = try state.onlineDecision(
      for: block, nodeID: 0, groupID: 0, policy: Policy(onlinePolicy: .autoMovable))
    #expect(decision.reason == .unitHasKernelSection)
    #expect(decision.kernelLookup == Self.mib(3584, 128))
  }

  @Test("c. A unit of one block is looked up itself")
  func unitOfOneBlock() throws {
    let state = try Self.state(
      node: 0, dma32: Self.dma32To3840MiB, group: .dynamic(unitPages: 128 << 8))
    #expect(
      try Self.validZones(of: Self.mib(3584, 128), node: 0, in: state)
        == [.dma32, .movable])
  }

  @Test("d. A refused DIMM is looked up with the size of its rest")
  func refusedDIMM() throws {
    let state = try Self.state(
      node: 1, dma32: Self.mib(2048, 1024), group: .static(maxPages: 1152 << 8))
    #expect(
      try Self.validZones(of: Self.mib(1024, 128), node: 1, in: state)
        == [.dma32, .normal, .movable])
  }

  @Test("e. A small DIMM at the same place doesn't reach DMA32")
  func smallDIMM() throws {
    let state = try Self.state(
      node: 1, dma32: Self.mib(2048, 1024), group: .static(maxPages: 128 << 8))
    #expect(
      try Self.validZones(of: Self.mib(1152, 128), node: 1, in: state)
        == [.normal, .movable])
  }

  /// Every exit, with the range that it looks a kernel zone up by.
  @Test func everyRefusalHasItsRange() throws {
    let block = Self.mib(3584, 128)
    let policy = Policy(onlinePolicy: .autoMovable)
    var zeroRatio = policy
    zeroRatio.autoMovableRatio = 0
    var state = try Self.state(
      node: 0, dma32: Self.dma32To3840MiB, group: .static(maxPages: 1000))

    func lookup(_ policy: Policy, _ groupID: MemoryGroupID?) throws -> OnlineDecision {
      try state.onlineDecision(for: block, nodeID: 0, groupID: groupID, policy: policy)
    }
    #expect(try lookup(zeroRatio, nil).reason == .ratioIsZero)
    #expect(try lookup(zeroRatio, nil).kernelLookup == block)
    #expect(try lookup(policy, nil).kernelLookup == block)
    // The rest of a device is 1000 - 300 pages; one that has more online than
    // it claims has a rest that wraps.
    for (online, rest) in [(300, 700), (1000, 0), (1001, UInt64.max)] as [(UInt64, UInt64)] {
      state.groups.update(0) { $0.presentMovablePages = online }
      #expect(
        try lookup(policy, 0).kernelLookup
          == PageRange(startPFN: block.startPFN, pageCount: rest))
    }
    state.groups.update(0) { $0.presentKernelPages = 1 }
    #expect(try lookup(policy, 0).reason == .groupHasKernelPages)
    #expect(try lookup(policy, 0).kernelLookup == block)
  }
}
