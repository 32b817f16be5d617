// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Which numbers are extreme, besides the groups'.
private struct ExtremeDraw: Draw {
  let bits: UInt64

  var ratio: Int { index(at: 0, width: 4) }
  var hasAnyRatio: Bool { isZero(at: 4, width: 3) }
  var node: UInt64 { bits >> 8 }
  var hasEarly: Bool { isZero(at: 24, width: 1) }
  var earlyZone: Int { 1 + index(at: 25, width: 1) }
  var early: EdgeChoice { EdgeChoice(bits: bits >> 26) }
  var hasCMA: Bool { isZero(at: 34, width: 2) }
  var cma: EdgeChoice { EdgeChoice(bits: bits >> 36) }
  var hasMovable: Bool { isZero(at: 44, width: 2) }
  var movable: EdgeChoice { EdgeChoice(bits: bits >> 46) }
  var hasDevice: Bool { isZero(at: 54, width: 3) }
  var device: EdgeChoice { EdgeChoice(bits: bits >> 57) }
}

/// Which numbers of a group are extreme.
private struct ExtremeGroupDraw: Draw {
  let bits: UInt64

  var hasMovable: Bool { isZero(at: 0, width: 1) }
  var hasKernel: Bool { isZero(at: 1, width: 2) }
  var isBalanced: Bool { isZero(at: 3, width: 2) }
  /// One more than the distance from the balance.
  var balance: UInt64 { field(at: 5, width: 2) }
  var movable: EdgeChoice { EdgeChoice(bits: bits >> 8) }
  var kernel: EdgeChoice { EdgeChoice(bits: bits >> 16) }
}

/// An extreme number.
private struct EdgeChoice: Draw {
  let bits: UInt64

  var number: UInt64 { field(at: 0, width: 4) }
  /// The one above, the one below, or else the number itself.
  var neighbour: UInt64 { field(at: 4, width: 2) }
}

extension CaseBatch {
  /// Numbers at the edge of 64 bits, ratios at the edge of 31 and 32 bits.
  mutating func makeExtreme(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(random.oneIn(2) ? .small : .any, &random)
    policy.onlinePolicy = .autoMovable
    let draw = ExtremeDraw(&random)
    policy.autoMovableRatio = Self.extremeRatio(draw, &random)
    for index in state.groups.groups.indices.prefix(8) {
      let draw = ExtremeGroupDraw(&random)
      let id = state.groups.groups[index].id
      let movable = edge(draw.movable)
      let kernel = edge(draw.kernel)
      state.groups.update(id) {
        if draw.hasMovable { $0.presentMovablePages = movable }
        if draw.hasKernel { $0.presentKernelPages = kernel }
      }
      if draw.isBalanced, let group = state.groups[id] {
        let balance = LimitSolver(self, .system).balance(of: group)
        state.groups.update(id) {
          $0.presentKernelPages = balance &+ draw.balance &- 1
        }
      }
    }
    let focus = chooseNodeIndex(draw.node)
    if draw.hasEarly {
      // DMA32 or Normal.
      let type = draw.earlyZone
      state.nodes[focus].zones[type].presentPages |= 1
      state.nodes[focus].zones[type].presentEarlyPages = edge(draw.early)
    }
    if draw.hasCMA { state.nodes[focus].zones[2].cmaPages = edge(draw.cma) }
    if draw.hasMovable { state.nodes[focus].zones[3].presentPages = edge(draw.movable) }
    if draw.hasDevice {
      state.nodes[focus].zones[4].presentPages = 1
      state.nodes[focus].zones[4].presentEarlyPages = edge(draw.device)
    }
    makeQueriesAtLimit(count, &random)
  }

  private static func extremeRatio(
    _ draw: ExtremeDraw, _ random: inout SplitMix64
  ) -> UInt32 {
    let ratios: [16 of UInt32] = [
      0, 1, 2, 3, 7, 99, 100, 101, 300, 301, 302, 0x7FFF_FFFF, 0x8000_0000,
      0x8000_0001, 0xFFFF_FFFE, 0xFFFF_FFFF,
    ]
    guard !draw.hasAnyRatio else {
      return UInt32(truncatingIfNeeded: random.next())
    }
    return ratios[draw.ratio]
  }

  /// A number where products and signs turn over, or its neighbour.
  private func edge(_ choice: EdgeChoice) -> UInt64 {
    let ratio = max(1, UInt64(policy.autoMovableRatio))
    // A switch, so that only the quotient that is wanted gets computed.
    let edge: UInt64 =
      switch choice.number {
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
      case 12: 0 &- state.geometry.pagesPerSection
      case 13: 0
      case 14: 1
      default: (1 << 63) &- 1
      }
    return edge &+ (choice.neighbour == 0 ? 1 : 0) &- (choice.neighbour == 1 ? 1 : 0)
  }
}
