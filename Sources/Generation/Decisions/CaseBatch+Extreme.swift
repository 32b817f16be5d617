// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension CaseBatch {
  /// Numbers at the edge of 64 bits, ratios at the edge of 31 and 32 bits.
  mutating func makeExtreme(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(random.oneIn(2) ? .small : .any, &random)
    policy.onlinePolicy = .autoMovable
    let bits = random.next()
    policy.autoMovableRatio = Self.extremeRatio(bits, &random)
    for index in state.groups.groups.indices.prefix(8) {
      let bits = random.next()
      let id = state.groups.groups[index].id
      let movable = edge(bits >> 8)
      let kernel = edge(bits >> 16)
      state.groups.update(id) {
        if bits & 1 == 0 { $0.presentMovablePages = movable }
        if bits & 6 == 0 { $0.presentKernelPages = kernel }
      }
      if bits & 24 == 0, let group = state.groups[id] {
        let balance = LimitSolver(self, .system).balance(of: group)
        state.groups.update(id) {
          $0.presentKernelPages = balance &+ (bits >> 5 & 3) &- 1
        }
      }
    }
    let focus = chooseNodeIndex(bits >> 8)
    if bits >> 24 & 1 == 0 {
      // DMA32 or Normal.
      let type = 1 + Int(truncatingIfNeeded: bits >> 25 & 1)
      state.nodes[focus].zones[type].presentPages |= 1
      state.nodes[focus].zones[type].presentEarlyPages = edge(bits >> 26)
    }
    if bits >> 34 & 3 == 0 { state.nodes[focus].zones[2].cmaPages = edge(bits >> 36) }
    if bits >> 44 & 3 == 0 { state.nodes[focus].zones[3].presentPages = edge(bits >> 46) }
    if bits >> 54 & 7 == 0 {
      state.nodes[focus].zones[4].presentPages = 1
      state.nodes[focus].zones[4].presentEarlyPages = edge(bits >> 57)
    }
    makeQueriesAtLimit(count, &random)
  }

  private static func extremeRatio(
    _ bits: UInt64, _ random: inout SplitMix64
  ) -> UInt32 {
    let ratios: [16 of UInt32] = [
      0, 1, 2, 3, 7, 99, 100, 101, 300, 301, 302, 0x7FFF_FFFF, 0x8000_0000,
      0x8000_0001, 0xFFFF_FFFE, 0xFFFF_FFFF,
    ]
    guard bits >> 4 & 7 != 0 else {
      return UInt32(truncatingIfNeeded: random.next())
    }
    return ratios[Int(truncatingIfNeeded: bits & 15)]
  }

  /// A number where products and signs turn over, or its neighbour.
  private func edge(_ bits: UInt64) -> UInt64 {
    let ratio = max(1, UInt64(policy.autoMovableRatio))
    // A switch, so that only the quotient that is wanted gets computed.
    let edge: UInt64 =
      switch bits & 15 {
      case 0: UInt64.max / 100
      case 1: UInt64.max / 100 &+ 1
      case 2: (1 << 63) / 100
      case 3: UInt64.max / ratio
      case 4: UInt64.max / ratio &+ 1
      case 5: (1 << 63) / ratio
      case 6: 1 << 32
      case 7: (1 << 32) &- 1
      case 8: 1 << 31
      case 9: 1 << 63
      case 10: 1 << 62
      case 11: UInt64.max
      case 12: 0 &- MemoryGeometry.pagesPerSection
      case 13: 0
      case 14: 1
      default: (1 << 63) &- 1
      }
    return edge &+ (bits >> 4 & 3 == 0 ? 1 : 0) &- (bits >> 4 & 3 == 1 ? 1 : 0)
  }
}
