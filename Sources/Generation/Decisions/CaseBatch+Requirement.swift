// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension CaseBatch {
  /// Boot memory at the devices' requirement, and group terms around 0.
  mutating func makeRequirement(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(random.oneIn(2) ? .small : .any, &random)
    policy.onlinePolicy = .autoMovable
    let bits = random.next()
    balanceGroup(bits)
    let focus = chooseNodeIndex(bits >> 16)
    let focusID = state.nodes[focus].id
    let target = chooseGroup(bits >> 32)
    let scope: RatioTest.Scope = bits >> 48 & 1 == 0 ? .system : .node(focusID)

    if bits >> 50 & 3 != 0 {
      // Settle the sum of early pages around the requirement.
      let solver = LimitSolver(self, scope)
      let offsets: [8 of UInt64] = [0, 0, 0, 1, 1, 1, UInt64.max, 2]
      let wanted =
        solver.requirement(excluding: target)
        &+ offsets[Int(truncatingIfNeeded: bits >> 52 & 7)]
      if state.nodes[focus].zones[2].presentPages == 0 {
        state.nodes[focus].zones[2].presentPages = 1
        // An unpopulated zone wasn't in the sum; now its counters are.
        state.nodes[focus].zones[2].presentEarlyPages = 0
        state.nodes[focus].zones[2].cmaPages = 0
      }
      state.nodes[focus].zones[2].presentEarlyPages &+= wanted &- solver.early
      // With little movable memory, the requirement is what decides.
      if bits >> 55 & 3 == 0 { state.nodes[focus].zones[3].presentPages = 1 }
    }
    let sizes: [4 of UInt64] = [0, 1, 2, MemoryGeometry.pagesPerSection]
    makeQueries(until: min(count, 8)) { batch in
      let bits = random.next()
      return .canOnlineMovable(
        pages: sizes[Int(truncatingIfNeeded: bits & 3)],
        groupID: bits >> 2 & 1 == 0 ? target?.id : batch.chooseGroup(bits >> 16)?.id,
        scope: bits >> 3 & 3 == 0 ? .system : scope)
    }
    makeQueriesAtLimit(count, &random)
  }

  /// Gives a dynamic group nearly the kernel pages that its movable pages
  /// need.
  private mutating func balanceGroup(_ bits: UInt64) {
    guard let group = chooseGroup(bits), group.isDynamic else { return }
    let balance = LimitSolver(self, .system).balance(of: group)
    state.groups.update(group.id) {
      $0.presentKernelPages = balance &+ (bits >> 58 & 3) &- 2
    }
  }
}
