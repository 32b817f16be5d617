// SPDX-License-Identifier: MIT

import AutoMovable
package import Cases

extension MutantPolicy {
  /// One ratio test of the policy with the values that it saw.
  package struct RatioRecord {
    let zones: Sums
    let others: Sums
    /// The kernel pages, the movable pages and the limit, unless the
    /// requirement refused.
    let compared: (kernel: UInt64, movable: UInt64, limit: UInt64)?
    let isAllowed: Bool

    init(_ policy: MutantPolicy, nid: Int32, group: MemoryGroup?, adding pages: UInt64) {
      var zones = policy.zoneSums(nid: nid)
      let others = policy.groupSums(nid: nid, target: group)
      let own = policy.ownKernelPages(of: group, nid: nid)
      self.zones = zones
      self.others = others

      if policy.has(.ownKernelBeforeRequirement) { zones.early &+= own }
      if policy.isRefused(early: zones.early, required: others.early) {
        compared = nil
        isAllowed = false
        return
      }
      let kernel =
        zones.early &- others.early
        &+ (policy.has(.ownKernelBeforeRequirement) ? 0 : own)
      let movable =
        policy.movable(zones.movable, without: others.movable)
        &+ (policy.has(.addedPagesIgnored) ? 0 : pages)
      let limit = policy.limit(kernel)
      compared = (kernel, movable, limit)
      isAllowed = policy.allows(movable, limit: limit, kernel: kernel)
    }
  }

  private func ownKernelPages(of group: MemoryGroup?, nid: Int32) -> UInt64 {
    guard let group else { return 0 }
    switch mutant {
    case .ownKernelIgnored: return 0
    case .ownKernelOfStaticGroups: return group.presentKernelPages
    case .ownKernelOnSameNodeOnly where nid != -1 && nid != group.nodeID.rawValue:
      return 0
    default: return group.isDynamic ? group.presentKernelPages : 0
    }
  }

  private func isRefused(early: UInt64, required: UInt64) -> Bool {
    switch mutant {
    case .requirementEqualityAllowed: early < required
    case .requirementTestSigned:
      Int64(bitPattern: early) <= Int64(bitPattern: required)
    case .requirementTestDropped: false
    default: early <= required
    }
  }

  private func movable(_ movable: UInt64, without others: UInt64) -> UInt64 {
    switch mutant {
    case .groupMovableKept: movable
    case .groupMovableToZeroAtMost where movable < others: 0
    default: movable &- others
    }
  }

  private func limit(_ kernel: UInt64) -> UInt64 {
    let ratio = UInt64(policy.autoMovableRatio)
    switch mutant {
    case .limitDivisor101: return ratio &* kernel / 101
    case .limitDivisor99: return ratio &* kernel / 99
    case .limitRatioSigned:
      return (ratio < 1 << 31 ? ratio : ratio &- 1 << 32) &* kernel / 100
    case .limitProductWide:
      return UInt64(truncatingIfNeeded: UInt128(ratio) * UInt128(kernel) / 100)
    case .limitProductIn32Bits: return (ratio &* kernel & 0xFFFF_FFFF) / 100
    case .limitDividesFirst: return kernel / 100 &* ratio
    case .limitRoundedUp:
      let (quotient, rest) = (ratio &* kernel).quotientAndRemainder(dividingBy: 100)
      return quotient &+ (rest == 0 ? 0 : 1)
    default: return ratio &* kernel / 100
    }
  }

  private func allows(_ movable: UInt64, limit: UInt64, kernel: UInt64) -> Bool {
    switch mutant {
    case .limitEqualityRefused: movable < limit
    case .limitComparedSigned:
      Int64(bitPattern: movable) <= Int64(bitPattern: limit)
    case .limitCrossMultiplied:
      movable &* 100 <= UInt64(policy.autoMovableRatio) &* kernel
    default: movable <= limit
    }
  }
}

extension MutantPolicy.RatioRecord {
  /// Writes the values to the eight fields that begin with one.
  package func write(to answer: inout DecisionAnswer, from first: DecisionAnswer.Field) {
    let words = [
      compared == nil ? 1 : 2, zones.early, zones.movable, others.early,
      others.movable, compared?.kernel ?? 0, compared?.movable ?? 0,
      compared?.limit ?? 0,
    ]
    for (offset, word) in words.enumerated() {
      guard let field = DecisionAnswer.Field(rawValue: first.rawValue + offset)
      else { continue }
      answer[field] = word
    }
  }
}
