// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension CaseBatch {
  /// Ranges that touch, or just miss, the span of a zone.
  mutating func makeZoneEdges(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(random.oneIn(2) ? .small : .any, &random)
    let bits = random.next()
    let block = MemoryGeometry.pagesPerSection
    policy.onlinePolicy = bits & 3 == 0 ? .autoMovable : .contigZones
    if bits & 3 == 0, bits >> 2 & 1 == 0 {
      // Never movable, so that the kernel zone is seen.
      for index in state.nodes.indices {
        state.nodes[index].zones[3].presentPages |= 1 << 50
      }
    }
    let focus = chooseNodeIndex(bits >> 8)
    let type = Int(truncatingIfNeeded: bits >> 24 & 3)
    let movable = state.nodes[focus].zones[3]
    switch bits >> 26 & 7 {
    case 0:
      // Empty, but with a start.
      state.nodes[focus].zones[type].spannedPages = 0
    case 1, 2:
      // Overlapping or touching ZONE_MOVABLE.
      state.nodes[focus].zones[type].startPFN =
        movable.startPFN &+ (bits >> 30 & 3) &* block &- block
      state.nodes[focus].zones[type].spannedPages =
        (bits >> 32 & 3) &* block
    case 3:
      // Wrapping around the end of the address space.
      state.nodes[focus].zones[type].startPFN = 0 &- 1 &- (bits >> 30 & 3)
      state.nodes[focus].zones[type].spannedPages = bits >> 32 & 7
    default: break
    }

    let nodeID = state.nodes[focus].id
    let types: [4 of OnlineType] = [.offline, .online, .onlineKernel, .onlineMovable]
    makeQueries(until: count) { batch in
      let bits = random.next()
      let zone = batch.state.nodes[focus].zones[Int(truncatingIfNeeded: bits & 3)]
      let sizes: [8 of UInt64] = [
        0, 1, block, block, block, 2 &* block, zone.spannedPages, bits >> 40 & 511,
      ]
      let pages = sizes[Int(truncatingIfNeeded: bits >> 2 & 7)]
      let edge = bits >> 5 & 1 == 0 ? zone.startPFN : zone.endPFN
      let offsets: [8 of UInt64] = [
        0 &- pages &- 1, 0 &- pages, 1 &- pages, UInt64.max, 0, 1,
        0 &- block, block,
      ]
      var start = edge &+ offsets[Int(truncatingIfNeeded: bits >> 6 & 7)]
      if bits >> 9 & 1 == 0 { start &= ~(block &- 1) }
      return .zone(
        range: PageRange(startPFN: start, pageCount: pages),
        onlineType: bits >> 10 & 1 == 0
          ? .online : types[Int(truncatingIfNeeded: bits >> 11 & 3)],
        nodeID: nodeID,
        groupID: bits >> 13 & 3 == 0 ? batch.chooseGroup(bits >> 16)?.id : nil)
    }
  }
}
