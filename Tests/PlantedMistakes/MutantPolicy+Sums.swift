// SPDX-License-Identifier: MIT

package import AutoMovable

extension MutantPolicy {
  /// What zones or groups add up to, modulo 2^64.
  package struct Sums {
    /// Boot memory that there is, or that is needed.
    var early: UInt64 = 0
    var movable: UInt64 = 0
  }

  /// The zones of a node, or of all nodes if `nid` is -1.
  package func zoneSums(nid: Int32) -> Sums {
    var sums = Sums()
    for node in nodes where nid == -1 || node.id.rawValue == nid {
      for type in 0..<5 where counts(node.zones[type], type) {
        add(node.zones[type], type, to: &sums)
      }
      if has(.firstNodeOnly) { break }
    }
    return sums
  }

  private func counts(_ zone: Zone, _ type: Int) -> Bool {
    switch mutant {
    case .firstZoneSkipped where type == 0: false
    case .deviceZoneSkipped where type == 4: false
    case .unpopulatedZonesCounted: true
    case .zonesPopulatedBySpan: zone.spannedPages != 0
    case .zonesPopulatedIn32Bits: UInt32(truncatingIfNeeded: zone.presentPages) != 0
    default: zone.presentPages != 0
    }
  }

  private func add(_ zone: Zone, _ type: Int, to sums: inout Sums) {
    if type == 3 || (type == 4 && has(.deviceZoneCountedMovable)) {
      sums.movable &+=
        has(.earlyCountedForPresentMovable)
        ? zone.presentEarlyPages : zone.presentPages
      if has(.earlyOfMovableCounted) { sums.early &+= zone.presentEarlyPages }
      if has(.cmaOfMovableCounted) { sums.movable &+= zone.cmaPages }
      return
    }
    let early = has(.presentCountedForEarly) ? zone.presentPages : zone.presentEarlyPages
    let cma = has(.cmaIgnored) ? 0 : zone.cmaPages
    let isClamped = has(.cmaSubtractedToZeroAtMost) && early < cma
    sums.early &+= isClamped ? 0 : early &- (has(.cmaNotSubtracted) ? 0 : cma)
    sums.movable &+= has(.cmaNotCountedMovable) ? 0 : cma
  }

  /// The dynamic groups of a node, or of all nodes if `nid` is -1, without the
  /// target: the boot memory that they need, and their movable memory.
  package func groupSums(nid: Int32, target: MemoryGroup?) -> Sums {
    var sums = Sums()
    guard policy.autoMovableRatio != 0 || has(.zeroRatioCountsGroups) else {
      return sums
    }
    for group in groups {
      if group.id == target?.id, has(.walkEndsAtTarget) { break }
      guard isWalked(group, nid: nid, target: target) else { continue }
      let needed = requirement(of: group)
      sums.early &+= needed
      if needed != 0 || !has(.movableOfNeedyGroupsOnly) {
        sums.movable &+= group.presentMovablePages
      }
      if has(.firstGroupOnly) { break }
    }
    return sums
  }

  private func isWalked(_ group: MemoryGroup, nid: Int32, target: MemoryGroup?) -> Bool {
    if !group.isDynamic, !has(.staticGroupsCounted) { return false }
    if group.id == target?.id, !has(.targetNotExcluded) { return false }
    if has(.groupsOfUnlistedNodesSkipped), !nodes.contains(where: { $0.id == group.nodeID }) {
      return false
    }
    if nid == -1 { return !has(.nodeFilterInSystem) }
    return group.nodeID.rawValue == nid || has(.nodeFilterDropped)
  }

  /// The boot memory that a group needs beyond its kernel pages.
  private func requirement(of group: MemoryGroup) -> UInt64 {
    let need = kernelNeed(of: group)
    let kernel = has(.requirementWithoutOwnKernel) ? 0 : group.presentKernelPages
    let pages = need &- kernel
    // As a `long`, is it above 0?
    let isNeeded =
      switch mutant {
      case .requirementComparedUnsigned: pages != 0
      case .requirementAboveOne: pages > 1 && pages < 1 << 63
      case .requirementIn32Bits: Int32(truncatingIfNeeded: pages) > 0
      case .surplusShared: true
      default: pages != 0 && pages < 1 << 63
      }
    return isNeeded ? pages : 0
  }

  /// The kernel pages that a group's movable pages need.
  private func kernelNeed(of group: MemoryGroup) -> UInt64 {
    let ratio = policy.autoMovableRatio
    guard ratio != 0 else { return 0 }
    // An `int` made an `unsigned long`: from 2^31 on, 2^32 less than 2^64.
    let divisor =
      ratio >= 1 << 31 && !has(.requirementRatioUnsigned)
      ? UInt64(ratio) &- 1 << 32 : UInt64(ratio)
    let movable = group.presentMovablePages
    switch mutant {
    case .requirementFactor101: return movable &* 101 / divisor
    case .requirementFactor99: return movable &* 99 / divisor
    case .requirementDividesFirst: return movable / divisor &* 100
    case .requirementProductWide:
      return UInt64(truncatingIfNeeded: UInt128(movable) * 100 / UInt128(divisor))
    case .requirementRoundedUp:
      let (quotient, rest) = (movable &* 100).quotientAndRemainder(dividingBy: divisor)
      return quotient &+ (rest == 0 ? 0 : 1)
    default: return movable &* 100 / divisor
    }
  }
}
