// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension CaseBatch {
  /// States that the functions define but no kernel reaches: a ratio of 0
  /// asked about directly, counters left over in unpopulated zones, numbers
  /// of pages that vanish in 32 bits, pages in ZONE_DEVICE, groups of nodes
  /// that aren't there.
  mutating func makeOdd(_ count: Int, _ random: inout SplitMix64) {
    let bits = random.next()
    if bits & 3 == 0 {
      makeUnits(min(count, 8), &random)
    } else {
      makeMachine(bits & 3 == 1 ? .any : .small, &random)
    }
    policy.onlinePolicy = .autoMovable
    let block = MemoryGeometry.pagesPerSection
    let focus = chooseNodeIndex(bits >> 8)
    let type = Int(truncatingIfNeeded: bits >> 24 & 3) % 3
    switch bits >> 26 & 7 {
    case 0:
      policy.autoMovableRatio = 0
    case 1:
      state.nodes[focus].zones[type].presentPages = 0
      state.nodes[focus].zones[type].presentEarlyPages |= bits >> 40 & 0xF_FFFF
      state.nodes[focus].zones[type].cmaPages = bits >> 30 & 511
    case 2:
      let zone = 2 + Int(truncatingIfNeeded: bits >> 32 & 1)
      state.nodes[focus].zones[zone].presentPages = (1 &+ (bits >> 33 & 255)) << 32
      state.nodes[focus].zones[zone].presentEarlyPages |= block
    case 3:
      state.nodes[focus].zones[4] = Zone(
        presentPages: 1, presentEarlyPages: (bits >> 32 & 3) &* block,
        cmaPages: (bits >> 34 & 1) &* block)
    case 4:
      let ratios: [4 of UInt32] = [0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x8000_012D]
      policy.autoMovableRatio = ratios[Int(truncatingIfNeeded: bits >> 32 & 3)]
    case 5:
      // Contiguous-allocation memory in ZONE_MOVABLE isn't counted twice.
      state.nodes[focus].zones[3].cmaPages = block
    case 6:
      // A device of a node that isn't listed, which blocks may be asked for,
      // under either policy.
      if bits >> 36 & 1 == 0 { policy.onlinePolicy = .contigZones }
      let id = MemoryGroupID(Int32(truncatingIfNeeded: state.groups.groups.count))
      append(
        MemoryGroup(
          id: id, nodeID: 900, kind: .dynamic(unitPages: block),
          presentKernelPages: (bits >> 32 & 3) &* block,
          presentMovablePages: (bits >> 34 & 3) &* block))
      devices.append(PageRange(startPFN: 1 << 24, pageCount: block))
    default:
      // A device with more online than it claims, so that the rest wraps.
      let id = MemoryGroupID(Int32(truncatingIfNeeded: state.groups.groups.count))
      append(
        MemoryGroup(
          id: id, nodeID: state.nodes[focus].id, kind: .static(maxPages: block),
          presentMovablePages: block &+ (bits >> 32 & 3)))
      state.nodes[focus].zones[3].presentPages &+= block &+ (bits >> 32 & 3)
      devices.append(PageRange(startPFN: 1 << 24, pageCount: block))
    }
    makePlausibleQueries(min(count, 10), &random)
    makeQueriesAtLimit(count, &random)
  }
}
