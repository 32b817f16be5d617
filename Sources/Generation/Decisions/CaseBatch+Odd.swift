// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// What is odd.
///
/// The kind says what the higher bits are used for, so their fields overlap.
private struct OddDraw: Draw {
  let bits: UInt64

  var machine: UInt64 { field(at: 0, width: 2) }
  var node: UInt64 { bits >> 8 }
  var zone: Int { index(at: 24, width: 2) % 3 }
  var kind: UInt64 { field(at: 26, width: 3) }
  // Leftovers.
  var leftCMA: UInt64 { field(at: 30, width: 9) }
  var leftEarly: UInt64 { field(at: 40, width: 20) }
  // Numbers that vanish in 32 bits.
  var hugeZone: Int { 2 + index(at: 32, width: 1) }
  var hugePages: UInt64 { (1 &+ field(at: 33, width: 8)) << 32 }
  // ZONE_DEVICE.
  var deviceEarly: UInt64 { field(at: 32, width: 2) }
  var deviceCMA: UInt64 { field(at: 34, width: 1) }
  // A ratio.
  var ratio: Int { index(at: 32, width: 2) }
  // A device.
  var kernelBlocks: UInt64 { field(at: 32, width: 2) }
  var movableBlocks: UInt64 { field(at: 34, width: 2) }
  var isContiguous: Bool { isZero(at: 36, width: 1) }
  var surplus: UInt64 { field(at: 32, width: 2) }
}

extension CaseBatch {
  /// States that the functions define but no kernel reaches: a ratio of 0
  /// asked about directly, counters left over in unpopulated zones, numbers
  /// of pages that vanish in 32 bits, pages in ZONE_DEVICE, groups of nodes
  /// that aren't there.
  mutating func makeOdd(_ count: Int, _ random: inout SplitMix64) {
    let draw = OddDraw(&random)
    if draw.machine == 0 {
      makeUnits(min(count, 8), &random)
    } else {
      makeMachine(draw.machine == 1 ? .any : .small, &random)
    }
    policy.onlinePolicy = .autoMovable
    let block = state.geometry.pagesPerSection
    let focus = chooseNodeIndex(draw.node)
    let type = draw.zone
    switch draw.kind {
    case 0:
      policy.autoMovableRatio = 0
    case 1:
      state.nodes[focus].zones[type].presentPages = 0
      state.nodes[focus].zones[type].presentEarlyPages |= draw.leftEarly
      state.nodes[focus].zones[type].cmaPages = draw.leftCMA
    case 2:
      state.nodes[focus].zones[draw.hugeZone].presentPages = draw.hugePages
      state.nodes[focus].zones[draw.hugeZone].presentEarlyPages |= block
    case 3:
      state.nodes[focus].zones[4] = Zone(
        presentPages: 1, presentEarlyPages: draw.deviceEarly &* block,
        cmaPages: draw.deviceCMA &* block)
    case 4:
      let ratios: [4 of UInt32] = [0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x8000_012D]
      policy.autoMovableRatio = ratios[draw.ratio]
    case 5:
      // Contiguous-allocation memory in ZONE_MOVABLE isn't counted twice.
      state.nodes[focus].zones[3].cmaPages = block
    case 6:
      // A device of a node that isn't listed, which blocks may be asked for,
      // under either policy.
      if draw.isContiguous { policy.onlinePolicy = .contigZones }
      let id = MemoryGroupID(Int32(truncatingIfNeeded: state.groups.groups.count))
      append(
        MemoryGroup(
          id: id, nodeID: 900, kind: .dynamic(unitPages: block),
          presentKernelPages: draw.kernelBlocks &* block,
          presentMovablePages: draw.movableBlocks &* block))
      devices.append(PageRange(startPFN: 1 << 24, pageCount: block))
    default:
      // A device with more online than it claims, so that the rest wraps.
      let id = MemoryGroupID(Int32(truncatingIfNeeded: state.groups.groups.count))
      append(
        MemoryGroup(
          id: id, nodeID: state.nodes[focus].id, kind: .static(maxPages: block),
          presentMovablePages: block &+ draw.surplus))
      state.nodes[focus].zones[3].presentPages &+= block &+ draw.surplus
      devices.append(PageRange(startPFN: 1 << 24, pageCount: block))
    }
    makePlausibleQueries(min(count, 10), &random)
    makeQueriesAtLimit(count, &random)
  }
}
