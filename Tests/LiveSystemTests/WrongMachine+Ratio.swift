// SPDX-License-Identifier: MIT

import AutoMovable

@testable import LiveSystem

/// In these captures no sum comes near 2^63, so plain signed numbers do; a flaw of
/// the books may make a counter negative.
extension WrongMachine {
  func isAllowed(
    _ pages: UInt64, for group: MemoryGroup?, _ scope: RatioTest.Scope, _ ratio: UInt32,
    _ state: MemoryState
  ) -> Bool {
    let (early, movable) = zoneSums(scope, state)
    let (required, groupMovable) = groupSums(group, scope, ratio, state)
    if early <= required { return false }
    var kernel = early - required
    if let group, group.isDynamic || has(.kernelPagesOfStaticGroupsCountLikeEarlyOnes),
      !has(.ownKernelPagesAreForgotten)
    {
      kernel += Int(truncatingIfNeeded: group.presentKernelPages)
    }
    let limit = effective(ratio) * kernel / (has(.percentOf101) ? 101 : 100)
    let added = has(.pagesToOnlineAreForgotten) ? 0 : Int(truncatingIfNeeded: pages)
    let total = movable - groupMovable + added
    return has(.limitItselfIsRefused) ? total < limit : total <= limit
  }

  private func effective(_ ratio: UInt32) -> Int {
    switch flaw {
    case .ratioOneMore: Int(ratio) + 1
    case .ratioOneLess: Int(ratio) - 1
    case .ratioIsAlwaysTheDefault: 301
    default: Int(ratio)
    }
  }

  private func zoneSums(
    _ scope: RatioTest.Scope, _ state: MemoryState
  ) -> (early: Int, movable: Int) {
    var early = 0
    var movable = 0
    for node in state.nodes {
      if case .node(let id) = scope, node.id != id { continue }
      for type in ZoneType.allCases where node[type].isPopulated {
        if type == .movable {
          movable += Int(truncatingIfNeeded: node[type].presentPages)
        } else if type == .normal || !has(.onlyNormalCountsAsBootMemory) {
          early += Int(
            truncatingIfNeeded: has(.hotplugCountsAsBootMemory)
              ? node[type].presentPages : node[type].presentEarlyPages)
          let cma = Int(truncatingIfNeeded: node[type].cmaPages)
          if !has(.cmaPagesStayBootMemory) { early -= cma }
          if !has(.cmaPagesAreNotMovable) { movable += cma }
        }
      }
    }
    return (early, has(.movableMemoryIsForgotten) ? 0 : movable)
  }

  private func groupSums(
    _ target: MemoryGroup?, _ scope: RatioTest.Scope, _ ratio: UInt32, _ state: MemoryState
  ) -> (required: Int, movable: Int) {
    var required = 0
    var movable = 0
    for group in state.groups.groups where group.isDynamic {
      if group.id == target?.id, !has(.targetCountsAsOther) { continue }
      if case .node(let id) = scope, group.nodeID != id, !has(.nodeTestCountsAllGroups) {
        continue
      }
      let kernelPages = Int(truncatingIfNeeded: group.presentKernelPages)
      let movablePages = Int(truncatingIfNeeded: group.presentMovablePages)
      var need = movablePages * 100 / effective(ratio)
      if !has(.kernelPagesDontLowerRequirement) { need -= kernelPages }
      if !has(.surplusKernelPagesAreShared) { need = max(need, 0) }
      if !has(.requirementIsForgotten) { required += need }
      if !has(.movableOfOtherGroupsStays) { movable += movablePages }
    }
    return (required, movable)
  }
}
