// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Where a machine is at its requirement.
private struct RequirementDraw: Draw {
  let bits: UInt64

  var balancedGroup: UInt64 { bits }
  var node: UInt64 { bits >> 16 }
  var target: UInt64 { bits >> 32 }
  var isSystem: Bool { isZero(at: 48, width: 1) }
  var isSettled: Bool { !isZero(at: 50, width: 2) }
  var offset: Int { index(at: 52, width: 3) }
  var hasLittleMovable: Bool { isZero(at: 55, width: 2) }
  /// Two more than the distance from the balance.
  var balance: UInt64 { field(at: 58, width: 2) }
}

/// A question about the requirement.
private struct RequirementQueryDraw: Draw {
  let bits: UInt64

  var size: Int { index(at: 0, width: 2) }
  var isOfTarget: Bool { isZero(at: 2, width: 1) }
  var isSystem: Bool { isZero(at: 3, width: 2) }
  var group: UInt64 { bits >> 16 }
}

extension CaseBatch {
  /// Boot memory at the devices' requirement, and group terms around 0.
  mutating func makeRequirement(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(random.oneIn(2) ? .small : .any, &random)
    policy.onlinePolicy = .autoMovable
    let draw = RequirementDraw(&random)
    balanceGroup(draw)
    let focus = chooseNodeIndex(draw.node)
    let focusID = state.nodes[focus].id
    let target = chooseGroup(draw.target)
    let scope: RatioTest.Scope = draw.isSystem ? .system : .node(focusID)

    if draw.isSettled {
      // Settle the sum of early pages around the requirement.
      let solver = LimitSolver(self, scope)
      let offsets: [8 of UInt64] = [0, 0, 0, 1, 1, 1, UInt64.max, 2]
      let wanted =
        solver.requirement(excluding: target)
        &+ offsets[draw.offset]
      if state.nodes[focus].zones[2].presentPages == 0 {
        state.nodes[focus].zones[2].presentPages = 1
        // An unpopulated zone wasn't in the sum; now its counters are.
        state.nodes[focus].zones[2].presentEarlyPages = 0
        state.nodes[focus].zones[2].cmaPages = 0
      }
      state.nodes[focus].zones[2].presentEarlyPages &+= wanted &- solver.early
      // With little movable memory, the requirement is what decides.
      if draw.hasLittleMovable { state.nodes[focus].zones[3].presentPages = 1 }
    }
    let sizes: [4 of UInt64] = [0, 1, 2, state.geometry.pagesPerSection]
    makeQueries(until: min(count, 8)) { batch in
      let draw = RequirementQueryDraw(&random)
      return .canOnlineMovable(
        pages: sizes[draw.size],
        groupID: draw.isOfTarget ? target?.id : batch.chooseGroup(draw.group)?.id,
        scope: draw.isSystem ? .system : scope)
    }
    makeQueriesAtLimit(count, &random)
  }

  /// Gives a dynamic group nearly the kernel pages that its movable pages
  /// need.
  private mutating func balanceGroup(_ draw: RequirementDraw) {
    guard let group = chooseGroup(draw.balancedGroup), group.isDynamic else { return }
    let balance = LimitSolver(self, .system).balance(of: group)
    state.groups.update(group.id) {
      $0.presentKernelPages = balance &+ draw.balance &- 2
    }
  }
}
