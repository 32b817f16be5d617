// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// What is odd about a machine's zones.
private struct EdgeDraw: Draw {
  let bits: UInt64

  var isAutoMovable: Bool { isZero(at: 0, width: 2) }
  var isNeverMovable: Bool { isZero(at: 2, width: 1) }
  var node: UInt64 { bits >> 8 }
  var zone: Int { index(at: 24, width: 2) }
  var change: UInt64 { field(at: 26, width: 3) }
  var start: UInt64 { field(at: 30, width: 2) }
  // For the one change and for the other.
  var blocks: UInt64 { field(at: 32, width: 2) }
  var pages: UInt64 { field(at: 32, width: 3) }
}

/// A question about a zone's edge.
private struct EdgeQueryDraw: Draw {
  let bits: UInt64

  var zone: Int { index(at: 0, width: 2) }
  var size: Int { index(at: 2, width: 3) }
  var isAtStart: Bool { isZero(at: 5, width: 1) }
  var offset: Int { index(at: 6, width: 3) }
  var isAligned: Bool { isZero(at: 9, width: 1) }
  var isOnline: Bool { isZero(at: 10, width: 1) }
  var onlineType: Int { index(at: 11, width: 2) }
  var hasGroup: Bool { isZero(at: 13, width: 2) }
  var group: UInt64 { bits >> 16 }
  var pages: UInt64 { field(at: 40, width: 9) }
}

extension CaseBatch {
  /// Ranges that touch, or just miss, the span of a zone.
  mutating func makeZoneEdges(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(random.oneIn(2) ? .small : .any, &random)
    let draw = EdgeDraw(&random)
    let block = state.geometry.pagesPerSection
    policy.onlinePolicy = draw.isAutoMovable ? .autoMovable : .contigZones
    if draw.isAutoMovable, draw.isNeverMovable {
      // Never movable, so that the kernel zone is seen.
      for index in state.nodes.indices {
        state.nodes[index].zones[3].presentPages |= 1 << 50
      }
    }
    let focus = chooseNodeIndex(draw.node)
    let type = draw.zone
    let movable = state.nodes[focus].zones[3]
    switch draw.change {
    case 0:
      // Empty, but with a start.
      state.nodes[focus].zones[type].spannedPages = 0
    case 1, 2:
      // Overlapping or touching ZONE_MOVABLE.
      state.nodes[focus].zones[type].startPFN =
        movable.startPFN &+ draw.start &* block &- block
      state.nodes[focus].zones[type].spannedPages =
        draw.blocks &* block
    case 3:
      // Wrapping around the end of the address space.
      state.nodes[focus].zones[type].startPFN = 0 &- 1 &- draw.start
      state.nodes[focus].zones[type].spannedPages = draw.pages
    default: break
    }

    let nodeID = state.nodes[focus].id
    let types: [4 of OnlineType] = [.offline, .online, .onlineKernel, .onlineMovable]
    makeQueries(until: count) { batch in
      let draw = EdgeQueryDraw(&random)
      let zone = batch.state.nodes[focus].zones[draw.zone]
      let sizes: [8 of UInt64] = [
        0, 1, block, block, block, 2 &* block, zone.spannedPages, draw.pages,
      ]
      let pages = sizes[draw.size]
      let edge = draw.isAtStart ? zone.startPFN : zone.endPFN
      let offsets: [8 of UInt64] = [
        0 &- pages &- 1, 0 &- pages, 1 &- pages, UInt64.max, 0, 1,
        0 &- block, block,
      ]
      var start = edge &+ offsets[draw.offset]
      if draw.isAligned { start &= ~(block &- 1) }
      return .zone(
        range: PageRange(startPFN: start, pageCount: pages),
        onlineType: draw.isOnline ? .online : types[draw.onlineType],
        nodeID: nodeID,
        groupID: draw.hasGroup ? batch.chooseGroup(draw.group)?.id : nil)
    }
  }
}
