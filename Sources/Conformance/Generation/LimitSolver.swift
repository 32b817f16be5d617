// SPDX-License-Identifier: MIT

import AutoMovable

/// The sums of one scope, from which the pages at the limit follow for any
/// target in constant time.
///
/// This is arithmetic of the generator's own: were it the core's, a change of
/// the core would change the cases that are to judge it.
struct LimitSolver {
  private let scope: RatioTest.Scope
  private let ratio: UInt32
  /// Sums of 64-bit words, which wrap like the kernel's.
  private(set) var early: UInt64 = 0
  private(set) var movable: UInt64 = 0
  private var required: UInt64 = 0
  private var groupMovable: UInt64 = 0

  init(_ batch: borrowing CaseBatch, _ scope: RatioTest.Scope) {
    self.scope = scope
    self.ratio = batch.policy.autoMovableRatio
    for index in batch.state.nodes.indices {
      if case .node(let id) = scope, batch.state.nodes[index].id != id {
        continue
      }
      for type in 0..<ZoneType.count {
        let zone = batch.state.nodes[index].zones[type]
        guard zone.presentPages != 0 else { continue }
        early &+= type == 3 ? 0 : zone.presentEarlyPages &- zone.cmaPages
        movable &+= type == 3 ? zone.presentPages : zone.cmaPages
      }
    }
    for index in batch.state.groups.groups.indices {
      let group = batch.state.groups.groups[index]
      guard counts(group) else { continue }
      required &+= requirement(of: group)
      groupMovable &+= group.presentMovablePages
    }
  }

  /// Whether a group counts when it isn't the target.
  private func counts(_ group: MemoryGroup) -> Bool {
    guard ratio != 0, case .dynamic = group.kind else { return false }
    if case .node(let id) = scope { return group.nodeID == id }
    return true
  }

  /// The boot memory that a group needs beyond its own kernel pages.
  func requirement(of group: MemoryGroup) -> UInt64 {
    let need = balance(of: group) &- group.presentKernelPages
    return need &- 1 < 1 << 63 &- 1 ? need : 0
  }

  /// The kernel pages with which a group needs no boot memory.
  func balance(of group: MemoryGroup) -> UInt64 {
    guard ratio != 0 else { return 0 }
    let divisor = ratio < 1 << 31 ? UInt64(ratio) : UInt64(ratio) | 0xFFFF_FFFF << 32
    return group.presentMovablePages &* 100 / divisor
  }

  /// The boot memory that the groups need, with a target left out.
  func requirement(excluding target: MemoryGroup?) -> UInt64 {
    guard let target, counts(target) else { return required }
    return required &- requirement(of: target)
  }

  /// The pages with which the movable memory is exactly at the limit, modulo
  /// 2^64, for a target.
  func pagesAtLimit(for target: MemoryGroup?) -> UInt64 {
    var kernel = early &- requirement(excluding: target)
    var others = groupMovable
    if let target, case .dynamic = target.kind {
      kernel &+= target.presentKernelPages
      if counts(target) { others &-= target.presentMovablePages }
    }
    return kernel &* UInt64(ratio) / 100 &- (movable &- others)
  }

  /// Takes note that a zone of the scope has gained movable pages.
  mutating func addMovable(_ pages: UInt64) { movable &+= pages }
}
