// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension CaseBatch {
  /// Every number an arbitrary 64-bit word, or one of random width.
  mutating func makeUniform(_ count: Int, _ random: inout SplitMix64) {
    let bits = random.next()
    let isFull = bits & 1 == 0
    policy = Policy(
      onlinePolicy: bits >> 1 & 3 == 0 ? .contigZones : .autoMovable,
      autoMovableRatio: UInt32(truncatingIfNeeded: isFull ? random.next() : random.logUniform()),
      isAutoMovableNUMAAware: bits >> 3 & 1 == 0,
      isMovableNodeEnabled: bits >> 4 & 1 == 0)
    let nodeCount = 1 + Int(truncatingIfNeeded: bits >> 5 & 3)
    for index in 0..<nodeCount {
      var node = Node(id: NodeID(Int32(truncatingIfNeeded: index) &* 7))
      for type in 0..<ZoneType.count {
        node.zones[type] = Zone(
          startPFN: word(isFull, &random), spannedPages: word(isFull, &random),
          presentPages: word(isFull, &random),
          presentEarlyPages: word(isFull, &random),
          cmaPages: word(isFull, &random))
      }
      state.nodes.append(node)
    }
    for index in 0..<Int(truncatingIfNeeded: bits >> 7 & 7) {
      let bits = random.next()
      append(
        MemoryGroup(
          id: MemoryGroupID(Int32(truncatingIfNeeded: index) &* 1001),
          nodeID: NodeID(Int32(truncatingIfNeeded: bits & 31)),
          kind: bits >> 5 & 1 == 0
            ? .dynamic(unitPages: 1 << (15 &+ (bits >> 6 & 63) % 49))
            : .static(maxPages: word(isFull, &random) | 1),
          presentKernelPages: word(isFull, &random),
          presentMovablePages: word(isFull, &random)))
    }
    var section = bits >> 16 & 255
    for index in 0..<Int(truncatingIfNeeded: bits >> 10 & 3) {
      let bits = random.next()
      let run = 1 &+ (bits & 7)
      state.sections.append(
        SectionRun(
          firstSection: section, sectionCount: run,
          zone: [ZoneType.movable, .normal, .movable, .dma32][index & 3],
          nodeID: chooseNode(bits >> 8)))
      section &+= run &+ (bits >> 4 & 7)
    }
    makeQueries(until: count) { batch in
      let bits = random.next()
      let groupID = batch.chooseGroup(bits)?.id
      let node = batch.chooseNode(bits >> 18)
      guard bits >> 16 & 1 != 0 else {
        return .canOnlineMovable(
          pages: batch.word(isFull, &random), groupID: groupID,
          scope: bits >> 17 & 1 == 0 ? .system : .node(node))
      }
      let startPFN =
        bits >> 17 & 1 == 0
        ? (bits >> 40 & 511) &* MemoryGeometry.pagesPerSection
        : batch.word(isFull, &random)
      return .zone(
        range: PageRange(startPFN: startPFN, pageCount: batch.word(isFull, &random)),
        onlineType: .online, nodeID: node, groupID: groupID)
    }
  }

  private func word(_ isFull: Bool, _ random: inout SplitMix64) -> UInt64 {
    isFull ? random.next() : random.logUniform()
  }
}
