// SPDX-License-Identifier: MIT

import AutoMovable

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

  private mutating func addDevice(
    _ id: MemoryGroupID, _ section: inout UInt64, _ random: inout SplitMix64
  ) {
    let pages = MemoryGeometry.pagesPerSection
    let bits = random.next()
    let position = Int(
      truncatingIfNeeded: ((bits & 0xFFFF) &* UInt64(state.nodes.count)) >> 16)
    let nodeID = state.nodes[position].id
    let unitSections: UInt64 = 1 << (bits >> 16 & 7 < 4 ? 0 : bits >> 16 & 3)
    let blocks = 1 &+ (bits >> 20 & 31)
    // All movable, all kernel, none online, or a mix.
    let movable: UInt64
    let kernel: UInt64
    switch bits >> 26 & 7 {
    case 0...2: (movable, kernel) = (blocks, 0)
    case 3: (movable, kernel) = (0, blocks)
    case 4: (movable, kernel) = (0, 0)
    default:
      // Multiplied and shifted: a division would cost more than a draw.
      movable = ((bits >> 30 & 255) &* (blocks &+ 1)) >> 8
      kernel = ((bits >> 38 & 255) &* (blocks &- movable &+ 1)) >> 8
    }
    let kind: MemoryGroup.Kind =
      bits >> 46 & 7 < 5
      ? .dynamic(unitPages: unitSections &* pages)
      : .static(maxPages: blocks &* pages)
    let first = (section &+ unitSections &- 1) & ~(unitSections &- 1)
    add(
      MemoryGroup(
        id: id, nodeID: nodeID, kind: kind, presentKernelPages: kernel &* pages,
        presentMovablePages: movable &* pages),
      at: first, blocks: blocks, on: position)
    section = first &+ blocks
  }

  /// Adds a group whose movable blocks come first and its kernel blocks next.
  private mutating func add(
    _ group: MemoryGroup, at first: UInt64, blocks: UInt64, on position: Int
  ) {
    let pages = MemoryGeometry.pagesPerSection
    let movable = group.presentMovablePages / pages
    let kernel = group.presentKernelPages / pages
    addOnline(.movable, first, movable, group.nodeID, on: position)
    addOnline(.normal, first &+ movable, kernel, group.nodeID, on: position)
    append(group)
    devices.append(
      PageRange(startPFN: first &* pages, pageCount: blocks &* pages))
  }

  /// Onlines hotplugged sections: they count and extend the zone's span.
  private mutating func addOnline(
    _ type: ZoneType, _ first: UInt64, _ count: UInt64, _ nodeID: NodeID,
    on position: Int
  ) {
    guard count != 0 else { return }
    let pages = MemoryGeometry.pagesPerSection
    state.sections.append(
      SectionRun(
        firstSection: first, sectionCount: count, zone: type, nodeID: nodeID))
    state.nodes[position].zones[Int(type.rawValue)]
      .append(PageRange(startPFN: first &* pages, pageCount: count &* pages))
  }

  /// Adds a group, which generators make such that registration accepts it.
  mutating func append(_ group: MemoryGroup) {
    do {
      try state.groups.restore(group)
    } catch {
      fatalError("generated group \(group.id.rawValue): \(error)")
    }
  }
}

extension Zone {
  /// Takes in memory that lies above all it has.
  fileprivate mutating func append(_ range: PageRange) {
    if spannedPages == 0 { startPFN = range.startPFN }
    spannedPages = range.endPFN &- startPFN
    presentPages &+= range.pageCount
  }
}
