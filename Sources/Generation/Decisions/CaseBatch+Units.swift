// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A unit, and the zones around it.
private struct UnitDraw: Draw {
  let bits: UInt64

  var node: UInt64 { bits }
  var size: UInt64 { field(at: 16, width: 2) }
  var isLow: Bool { isZero(at: 18, width: 1) }
  var isBeforeLow: UInt64 { field(at: 20, width: 1) }
  var base: UInt64 { field(at: 21, width: 10) }
  var hasKernelZone: Bool { isZero(at: 32, width: 1) }
  var zone: Int { index(at: 33, width: 1) }
  var offset: Int { index(at: 34, width: 3) }
  var span: Int { index(at: 37, width: 2) }
  var settlement: SettlementDraw { SettlementDraw(bits: bits >> 40) }
}

/// How far a unit's decision is from the limit.
private struct SettlementDraw: Draw {
  let bits: UInt64

  var isSettled: Bool { !isZero(at: 0, width: 2) }
  var isSystem: Bool { isZero(at: 2, width: 1) }
  var offset: Int { index(at: 3, width: 3) }
}

/// Which sections of a unit are online, and in which kind of zone.
private struct SectionsDraw: Draw {
  let bits: UInt64

  var pattern: UInt64 { field(at: 0, width: 3) }
  /// The only section that is in a kernel zone, of a number that is a power of 2.
  func odd(of count: UInt64) -> UInt64 { bits >> 8 & (count &- 1) }
}

/// A question about a unit.
private struct UnitQueryDraw: Draw {
  let bits: UInt64

  func section(of count: UInt64) -> UInt64 { bits & (count &- 1) }
  var size: Int { index(at: 16, width: 3) }
  var isKernel: Bool { isZero(at: 19, width: 4) }
  var isOfAnyGroup: Bool { isZero(at: 23, width: 3) }
  var group: UInt64 { bits >> 32 }
}

extension CaseBatch {
  /// A dynamic group with units of several blocks, every pattern of online
  /// sections in and around one of them, and the decision at the limit; half
  /// of the time below 4 GiB, where the node's DMA and DMA32 spans make it
  /// matter by which range a kernel zone is looked up.
  mutating func makeUnits(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(.small, &random)
    policy.onlinePolicy = .autoMovable
    state.sections.removeAll(keepingCapacity: true)
    let draw = UnitDraw(&random)
    let block = state.geometry.pagesPerSection
    let focus = chooseNodeIndex(draw.node)
    let nodeID = state.nodes[focus].id
    let unitSections: UInt64 = 2 << draw.size
    let base =
      draw.isLow
      ? 32 &- unitSections &* draw.isBeforeLow
      : (1024 &+ draw.base) * unitSections
    let online = addSections(
      base: base, unitSections: unitSections, on: focus, &random)

    let id = MemoryGroupID(Int32(truncatingIfNeeded: state.groups.groups.count))
    append(
      MemoryGroup(
        id: id, nodeID: nodeID, kind: .dynamic(unitPages: unitSections &* block),
        presentKernelPages: online.kernel, presentMovablePages: online.movable))
    devices.append(
      PageRange(startPFN: base &* block, pageCount: unitSections &* block))

    if draw.hasKernelZone {
      let offsets: [8 of UInt64] = [
        0 &- block, 0, block, (unitSections &- 1) &* block,
        unitSections &* block, (unitSections &+ 1) &* block,
        0 &- unitSections &* block, 2 &* block,
      ]
      state.nodes[focus].zones[draw.zone].startPFN =
        base &* block &+ offsets[draw.offset]
      let spans: [4 of UInt64] = [1, block, 2 &* block, unitSections &* block]
      state.nodes[focus].zones[draw.zone].spannedPages = spans[draw.span]
    }
    settleUnit(
      pages: unitSections &* block &- online.inUnit, groupID: id, on: focus, draw.settlement)

    let sizes: [8 of UInt64] = [
      block, block, block, block, block, block, unitSections &* block, 2 &* block,
    ]
    makeQueries(until: count) { batch in
      let draw = UnitQueryDraw(&random)
      return .zone(
        range: PageRange(
          startPFN: (base &+ draw.section(of: unitSections)) &* block,
          pageCount: sizes[draw.size]),
        onlineType: draw.isKernel ? .onlineKernel : .online,
        nodeID: nodeID,
        groupID: draw.isOfAnyGroup ? batch.chooseGroup(draw.group)?.id : id)
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
    let block = state.geometry.pagesPerSection
    let nodeID = state.nodes[focus].id
    let draw = SectionsDraw(&random)
    // A bit a section, whole words at a time: nothing predicts single bits.
    let start = base >= unitSections ? base &- unitSections : base
    let count = base &+ 2 &* unitSections &- start
    func ones(_ count: UInt64) -> UInt64 { (1 &<< count) &- 1 }
    let unit = ones(unitSections) &<< (base &- start)
    var online = random.next() & ones(count)
    var kernel = random.next()
    switch draw.pattern {
    case 0: online &= ~unit
    case 1...4: kernel &= ~unit
    case 5:
      let odd = draw.odd(of: unitSections)
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
    pages: UInt64, groupID: MemoryGroupID, on focus: Int, _ draw: SettlementDraw
  ) {
    guard let group = state.groups[groupID], draw.isSettled else { return }
    let scope: RatioTest.Scope = draw.isSystem ? .system : .node(group.nodeID)
    let block = state.geometry.pagesPerSection
    let offsets: [8 of UInt64] = [
      0, 0, 0, 1, 1, UInt64.max, block, 0 &- block,
    ]
    let change =
      LimitSolver(self, scope).pagesAtLimit(for: group) &- pages
      &+ offsets[draw.offset]
    let present = state.nodes[focus].zones[3].presentPages
    guard Int64(bitPattern: change) > 0 || 0 &- change < present else { return }
    state.nodes[focus].zones[3].presentPages = present &+ change
  }
}
