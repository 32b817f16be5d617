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

extension CaseBatch {
  /// Makes a machine as they are built: nodes with boot memory, and devices
  /// with online blocks, with counters that fit together.
  ///
  /// Few random words are drawn, each for several small numbers: drawing
  /// costs as much as deciding.
  mutating func makeMachine(_ scale: MachineScale, _ random: inout SplitMix64) {
    let shape = random.next()
    policy.autoMovableRatio = Self.usualRatio(shape >> 56)
    policy.isAutoMovableNUMAAware = shape >> 55 & 3 != 0
    policy.isMovableNodeEnabled = shape >> 53 & 7 == 0
    policy.onlinePolicy = shape >> 50 & 15 == 0 ? .contigZones : .autoMovable

    let nodeCount = Self.nodeCount(shape, scale)
    // Node numbers may have gaps.
    let stride: Int32 = shape >> 40 & 15 == 0 ? 3 : 1
    var section: UInt64 = 32
    for index in 0..<nodeCount {
      addNode(
        NodeID(Int32(truncatingIfNeeded: index) &* stride), of: nodeCount,
        scale, &section, &random)
    }
    let groupCount = Self.groupCount(shape >> 8, scale)
    for index in 0..<groupCount {
      addDevice(
        MemoryGroupID(Int32(truncatingIfNeeded: index)), &section, &random)
    }
  }

  private static func usualRatio(_ bits: UInt64) -> UInt32 {
    let ratios: [16 of UInt32] = [
      301, 301, 301, 300, 302, 100, 101, 99, 1, 2, 0, 50, 150, 200, 400, 2000,
    ]
    return ratios[Int(truncatingIfNeeded: bits & 15)]
  }

  private static func nodeCount(_ bits: UInt64, _ scale: MachineScale) -> Int {
    switch (bits & 7, scale) {
    case (0...3, _): 1
    case (4...5, _): 2
    case (6, _), (_, .small): 3 + Int(truncatingIfNeeded: bits >> 3 & 1)
    // One machine in 64 is large.
    default: bits >> 3 & 7 == 0 ? 5 + Int(truncatingIfNeeded: bits >> 6 & 63) % 60 : 4
    }
  }

  private static func groupCount(_ bits: UInt64, _ scale: MachineScale) -> Int {
    switch (bits & 7, scale) {
    case (0, _): 0
    case (1...2, _): 1
    case (3...4, _): 2
    case (5, _), (_, .small): 3 + Int(truncatingIfNeeded: bits >> 3 & 1)
    case (6, _): 4 + Int(truncatingIfNeeded: bits >> 3 & 7)
    // One machine in 64 has many.
    default: bits >> 3 & 7 == 0 ? 16 + Int(truncatingIfNeeded: bits >> 6 & 255) % 241 : 5
    }
  }

  private mutating func addNode(
    _ id: NodeID, of nodeCount: Int, _ scale: MachineScale,
    _ section: inout UInt64, _ random: inout SplitMix64
  ) {
    let pages = MemoryGeometry.pagesPerSection
    let bits = random.next()
    var node = Node(id: id)
    // 2^2 to less than 2^17 sections on the machine, shared among its nodes.
    let widest: UInt64 = scale == .small ? 3 : 15
    let shared = UInt64(
      truncatingIfNeeded: nodeCount.bitWidth - (nodeCount - 1).leadingZeroBitCount)
    let exponent = 2 &+ (bits & 0xFFFF) % max(1, widest &- min(shared, widest))
    let sections = (1 << exponent) &+ (bits >> 16 & ((1 << exponent) &- 1))

    let isFirst = state.nodes.isEmpty
    var rest = sections
    if isFirst {
      node[.dma] = Zone(
        startPFN: 1, spannedPages: 4095, presentPages: 3998,
        presentEarlyPages: 3998)
      let low = min(sections, 24 &+ (bits >> 40 & 7))
      rest &-= low
      let present = low &* pages &- 4096 &- (bits >> 32 & 255)
      node[.dma32] = Zone(
        startPFN: 4096, spannedPages: low &* pages &- 4096,
        presentPages: present, presentEarlyPages: present)
      state.sections.append(
        SectionRun(firstSection: 0, sectionCount: low, zone: .dma32, nodeID: id))
    }
    // One other node in 8 has no boot memory.
    if isFirst ? rest > 0 : bits >> 44 & 7 != 0 {
      let start = section &* pages
      let spanned = rest &* pages
      let present = spanned &- (bits >> 47 & 1) &* (bits >> 32 & 1023)
      var zone = Zone(
        startPFN: start, spannedPages: spanned, presentPages: present,
        presentEarlyPages: present)
      switch bits >> 48 & 15 {
      case 0...2: zone.cmaPages = present / 4 & ~511
      case 3: zone.cmaPages = present &+ (bits >> 32 & 1023)
      default: break
      }
      node[.normal] = zone
      state.sections.append(
        SectionRun(
          firstSection: section, sectionCount: rest, zone: .normal,
          nodeID: id))
      section &+= rest
      // Boot memory may be movable from the start.
      if bits >> 52 & 7 == 0 {
        let count = 1 &+ (bits >> 55 & 15)
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
