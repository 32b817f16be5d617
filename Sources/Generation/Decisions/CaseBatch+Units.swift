// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension CaseBatch {
  /// A dynamic group with units of several blocks, every pattern of online
  /// sections in and around one of them, and the decision at the limit; half
  /// of the time below 4 GiB, where the node's DMA and DMA32 spans make it
  /// matter by which range a kernel zone is looked up.
  mutating func makeUnits(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(.small, &random)
    policy.onlinePolicy = .autoMovable
    state.sections.removeAll(keepingCapacity: true)
    let bits = random.next()
    let block = MemoryGeometry.pagesPerSection
    let focus = chooseNodeIndex(bits)
    let nodeID = state.nodes[focus].id
    let unitSections: UInt64 = 2 << (bits >> 16 & 3)
    let base =
      bits >> 18 & 1 == 0
      ? 32 &- unitSections &* (bits >> 20 & 1)
      : (1024 &+ (bits >> 21 & 1023)) * unitSections
    let online = addSections(
      base: base, unitSections: unitSections, on: focus, &random)

    let id = MemoryGroupID(Int32(truncatingIfNeeded: state.groups.groups.count))
    append(
      MemoryGroup(
        id: id, nodeID: nodeID, kind: .dynamic(unitPages: unitSections &* block),
        presentKernelPages: online.kernel, presentMovablePages: online.movable))
    devices.append(
      PageRange(startPFN: base &* block, pageCount: unitSections &* block))

    if bits >> 32 & 1 == 0 {
      let type = Int(truncatingIfNeeded: bits >> 33 & 1)
      let offsets: [8 of UInt64] = [
        0 &- block, 0, block, (unitSections &- 1) &* block,
        unitSections &* block, (unitSections &+ 1) &* block,
        0 &- unitSections &* block, 2 &* block,
      ]
      state.nodes[focus].zones[type].startPFN =
        base &* block &+ offsets[Int(truncatingIfNeeded: bits >> 34 & 7)]
      let spans: [4 of UInt64] = [1, block, 2 &* block, unitSections &* block]
      state.nodes[focus].zones[type].spannedPages =
        spans[Int(truncatingIfNeeded: bits >> 37 & 3)]
    }
    settleUnit(
      pages: unitSections &* block &- online.inUnit, groupID: id, on: focus, bits >> 40)

    let sizes: [8 of UInt64] = [
      block, block, block, block, block, block, unitSections &* block, 2 &* block,
    ]
    makeQueries(until: count) { batch in
      let bits = random.next()
      return .zone(
        range: PageRange(
          startPFN: (base &+ bits & (unitSections &- 1)) &* block,
          pageCount: sizes[Int(truncatingIfNeeded: bits >> 16 & 7)]),
        onlineType: bits >> 19 & 15 == 0 ? .onlineKernel : .online,
        nodeID: nodeID,
        groupID: bits >> 23 & 7 == 0 ? batch.chooseGroup(bits >> 32)?.id : id)
    }
  }

  /// The pages that are online around a unit.
  private struct OnlinePages {
    let movable: UInt64
    let kernel: UInt64
    /// The movable ones in the unit itself.
    let inUnit: UInt64
  }

  /// Adds online sections to the unit, the one before and the one after.
  private mutating func addSections(
    base: UInt64, unitSections: UInt64, on focus: Int,
    _ random: inout SplitMix64
  ) -> OnlinePages {
    let block = MemoryGeometry.pagesPerSection
    let nodeID = state.nodes[focus].id
    let bits = random.next()
    // A bit a section, whole words at a time: nothing predicts single bits.
    let start = base >= unitSections ? base &- unitSections : base
    let count = base &+ 2 &* unitSections &- start
    func ones(_ count: UInt64) -> UInt64 { (1 &<< count) &- 1 }
    let unit = ones(unitSections) &<< (base &- start)
    var online = random.next() & ones(count)
    var kernel = random.next()
    switch bits & 7 {
    case 0: online &= ~unit
    case 1...4: kernel &= ~unit
    case 5:
      let odd = bits >> 8 & (unitSections &- 1)
      kernel = kernel & ~unit | 1 &<< (base &- start &+ odd)
    default: break
    }
    kernel &= online
    let movable = online & ~kernel
    let isLow = start < 32 ? ones(32 &- start) : 0

    var rest = online
    while rest != 0 {
      let section = start &+ UInt64(truncatingIfNeeded: rest.trailingZeroBitCount)
      let bit = rest & (0 &- rest)
      rest ^= bit
      let zone: ZoneType = kernel & bit == 0 ? .movable : section < 32 ? .dma32 : .normal
      state.sections.append(
        SectionRun(
          firstSection: section, sectionCount: 1, zone: zone, nodeID: nodeID))
    }
    func pages(_ sections: UInt64) -> UInt64 {
      UInt64(truncatingIfNeeded: sections.nonzeroBitCount) &* block
    }
    state.nodes[focus].zones[1].presentPages &+= pages(kernel & isLow)
    state.nodes[focus].zones[2].presentPages &+= pages(kernel & ~isLow)
    state.nodes[focus].zones[3].presentPages &+= pages(movable)
    return OnlinePages(
      movable: pages(movable), kernel: pages(kernel), inUnit: pages(movable & unit))
  }

  /// Changes the movable memory of a node such that the unit's decision is at
  /// the limit.
  private mutating func settleUnit(
    pages: UInt64, groupID: MemoryGroupID, on focus: Int, _ bits: UInt64
  ) {
    guard let group = state.groups[groupID], bits & 3 != 0 else { return }
    let scope: RatioTest.Scope = bits >> 2 & 1 == 0 ? .system : .node(group.nodeID)
    let block = MemoryGeometry.pagesPerSection
    let offsets: [8 of UInt64] = [
      0, 0, 0, 1, 1, UInt64.max, block, 0 &- block,
    ]
    let change =
      LimitSolver(self, scope).pagesAtLimit(for: group) &- pages
      &+ offsets[Int(truncatingIfNeeded: bits >> 3 & 7)]
    let present = state.nodes[focus].zones[3].presentPages
    guard Int64(bitPattern: change) > 0 || 0 &- change < present else { return }
    state.nodes[focus].zones[3].presentPages = present &+ change
  }
}
