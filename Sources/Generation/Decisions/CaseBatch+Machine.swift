// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// How large a generated machine may be.
enum MachineScale {
  /// 1 to 64 nodes, 0 to 256 groups, 0.5 GiB to 16 TiB.
  case any
  /// 1 to 4 nodes, 0 to 4 groups, up to a few GiB.
  case small
}

/// What a machine is like.
private struct MachineDraw: Draw {
  let bits: UInt64

  var nodeCount: CountDraw { CountDraw(bits: bits) }
  // Large numbers of nodes share bits with it.
  var groupCount: CountDraw { CountDraw(bits: bits >> 8) }
  var hasGaps: Bool { isZero(at: 40, width: 4) }
  var isContiguous: Bool { isZero(at: 50, width: 4) }
  // Bits 53, 55 and 56 are shared among these four.
  var isMovableNodeEnabled: Bool { isZero(at: 53, width: 3) }
  var isNUMAAware: Bool { !isZero(at: 55, width: 2) }
  var ratio: Int { index(at: 56, width: 4) }
}

/// A number of nodes or groups, mostly small.
private struct CountDraw: Draw {
  let bits: UInt64

  var kind: UInt64 { field(at: 0, width: 3) }
  // The one or the other.
  var oneMore: Int { index(at: 3, width: 1) }
  var few: Int { index(at: 3, width: 3) }
  var isLarge: Bool { isZero(at: 3, width: 3) }
  var manyNodes: Int { index(at: 6, width: 6) % 60 }
  var manyGroups: Int { index(at: 6, width: 8) % 241 }
}

/// The boot memory of a node.
private struct NodeDraw: Draw {
  let bits: UInt64

  var exponent: UInt64 { field(at: 0, width: 16) }
  /// The sections beyond a power of two, for an exponent of at most 16.
  func furtherSections(_ exponent: UInt64) -> UInt64 { field(at: 16, width: exponent) }
  // The pages that are absent, of the low memory and of the rest. Bits 40 and 41
  // say at the same time how much low memory there is.
  var absentLowPages: UInt64 { field(at: 32, width: 8) }
  var absentPages: UInt64 { field(at: 32, width: 10) }
  var furtherLowSections: UInt64 { field(at: 40, width: 3) }
  var hasNoBootMemory: Bool { isZero(at: 44, width: 3) }
  var hasAbsentPages: UInt64 { field(at: 47, width: 1) }
  var cma: UInt64 { field(at: 48, width: 4) }
  var hasMovable: Bool { isZero(at: 52, width: 3) }
  var furtherMovableSections: UInt64 { field(at: 55, width: 4) }
}

extension CaseBatch {
  /// Makes a machine as they are built: nodes with boot memory, and devices
  /// with online blocks, with counters that fit together.
  mutating func makeMachine(_ scale: MachineScale, _ random: inout SplitMix64) {
    let draw = MachineDraw(&random)
    policy.autoMovableRatio = Self.usualRatio(draw.ratio)
    policy.isAutoMovableNUMAAware = draw.isNUMAAware
    policy.isMovableNodeEnabled = draw.isMovableNodeEnabled
    policy.onlinePolicy = draw.isContiguous ? .contigZones : .autoMovable

    let nodeCount = Self.nodeCount(draw.nodeCount, scale)
    // Node numbers may have gaps.
    let stride: Int32 = draw.hasGaps ? 3 : 1
    var section: UInt64 = 32
    for index in 0..<nodeCount {
      addNode(
        NodeID(Int32(truncatingIfNeeded: index) &* stride), of: nodeCount,
        scale, &section, &random)
    }
    let groupCount = Self.groupCount(draw.groupCount, scale)
    for index in 0..<groupCount {
      addDevice(
        MemoryGroupID(Int32(truncatingIfNeeded: index)), &section, &random)
    }
    conform()
  }

  private static func usualRatio(_ index: Int) -> UInt32 {
    let ratios: [16 of UInt32] = [
      301, 301, 301, 300, 302, 100, 101, 99, 1, 2, 0, 50, 150, 200, 400, 2000,
    ]
    return ratios[index]
  }

  private static func nodeCount(_ draw: CountDraw, _ scale: MachineScale) -> Int {
    switch (draw.kind, scale) {
    case (0...3, _): 1
    case (4...5, _): 2
    case (6, _), (_, .small): 3 + draw.oneMore
    // One machine in 64 is large.
    default: draw.isLarge ? 5 + draw.manyNodes : 4
    }
  }

  private static func groupCount(_ draw: CountDraw, _ scale: MachineScale) -> Int {
    switch (draw.kind, scale) {
    case (0, _): 0
    case (1...2, _): 1
    case (3...4, _): 2
    case (5, _), (_, .small): 3 + draw.oneMore
    case (6, _): 4 + draw.few
    // One machine in 64 has many.
    default: draw.isLarge ? 16 + draw.manyGroups : 5
    }
  }

  private mutating func addNode(
    _ id: NodeID, of nodeCount: Int, _ scale: MachineScale,
    _ section: inout UInt64, _ random: inout SplitMix64
  ) {
    let pages = state.geometry.pagesPerSection
    let draw = NodeDraw(&random)
    var node = Node(id: id)
    // 2^2 to less than 2^17 sections on the machine, shared among its nodes.
    let widest: UInt64 = scale == .small ? 3 : 15
    let shared = UInt64(
      truncatingIfNeeded: nodeCount.bitWidth - (nodeCount - 1).leadingZeroBitCount)
    let exponent = 2 &+ draw.exponent % max(1, widest &- min(shared, widest))
    let sections = (1 << exponent) &+ draw.furtherSections(exponent)

    let isFirst = state.nodes.isEmpty
    var rest = sections
    if isFirst {
      node[.dma] = Zone(
        startPFN: 1, spannedPages: 4095, presentPages: 3998,
        presentEarlyPages: 3998)
      let low = min(sections, 24 &+ draw.furtherLowSections)
      rest &-= low
      let present = low &* pages &- 4096 &- draw.absentLowPages
      node[.dma32] = Zone(
        startPFN: 4096, spannedPages: low &* pages &- 4096,
        presentPages: present, presentEarlyPages: present)
      state.sections.append(
        SectionRun(firstSection: 0, sectionCount: low, zone: .dma32, nodeID: id))
    }
    // One other node in 8 has no boot memory.
    if isFirst ? rest > 0 : !draw.hasNoBootMemory {
      let start = section &* pages
      let spanned = rest &* pages
      let present = spanned &- draw.hasAbsentPages &* min(draw.absentPages, spanned / 2)
      var zone = Zone(
        startPFN: start, spannedPages: spanned, presentPages: present,
        presentEarlyPages: present)
      switch draw.cma {
      case 0...2: zone.cmaPages = present / 4 & ~511
      case 3: zone.cmaPages = present &+ draw.absentPages
      default: break
      }
      node[.normal] = zone
      state.sections.append(
        SectionRun(
          firstSection: section, sectionCount: rest, zone: .normal,
          nodeID: id))
      section &+= rest
      // Boot memory may be movable from the start.
      if draw.hasMovable {
        let count = 1 &+ draw.furtherMovableSections
        node[.movable] = Zone(
          startPFN: section &* pages, spannedPages: count &* pages,
          presentPages: count &* pages, presentEarlyPages: count &* pages)
        state.sections.append(
          SectionRun(
            firstSection: section, sectionCount: count, zone: .movable,
            nodeID: id))
        section &+= count
      }
    }
    state.nodes.append(node)
  }
}
