// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

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

  private init(_ scope: RatioTest.Scope, ratio: UInt32) {
    self.scope = scope
    self.ratio = ratio
  }

  /// Sums up one scope of a machine.
  init(_ batch: borrowing CaseBatch, _ scope: RatioTest.Scope) {
    self.init(scope, ratio: batch.policy.autoMovableRatio)
    for node in batch.state.nodes where includes(node.id) { add(node) }
    for group in batch.state.groups.groups {
      add(group, requirement: requirement(of: group))
    }
  }

  /// Sums up a machine and one of its nodes at once, as a division for each
  /// group is what it costs.
  // Inlined, so that the batch isn't copied for the call.
  @inline(__always)
  static func ofSystem(
    _ batch: borrowing CaseBatch, andNodeAt position: Int
  ) -> (system: LimitSolver, node: LimitSolver) {
    ofSystem(
      batch.state.nodes, andNodeAt: position, batch.state.groups.groups,
      ratio: batch.policy.autoMovableRatio)
  }

  private static func ofSystem(
    _ nodes: [Node], andNodeAt position: Int, _ groups: [MemoryGroup], ratio: UInt32
  ) -> (system: LimitSolver, node: LimitSolver) {
    var system = LimitSolver(.system, ratio: ratio)
    var node = LimitSolver(.node(nodes[position].id), ratio: ratio)
    for index in nodes.indices { system.add(nodes[index]) }
    node.add(nodes[position])
    // Masked: nothing predicts which groups count.
    for index in groups.indices {
      let requirement = system.requirement(of: groups[index])
      system.add(groups[index], requirement: requirement)
      node.add(groups[index], requirement: requirement)
    }
    return (system, node)
  }

  @inline(__always)
  private mutating func add(_ node: borrowing Node) {
    for type in 0..<ZoneType.count {
      let zone = node.zones[type]
      guard zone.presentPages != 0 else { continue }
      early &+= type == 3 ? 0 : zone.presentEarlyPages &- zone.cmaPages
      movable &+= type == 3 ? zone.presentPages : zone.cmaPages
    }
  }

  /// Adds a group if it counts.
  @inline(__always)
  private mutating func add(_ group: MemoryGroup, requirement: UInt64) {
    let mask: UInt64 = counts(group) ? .max : 0
    required &+= requirement & mask
    groupMovable &+= group.presentMovablePages & mask
  }

  private func includes(_ id: NodeID) -> Bool {
    if case .node(let own) = scope { id == own } else { true }
  }

  /// Whether a group counts when it isn't the target.
  private func counts(_ group: MemoryGroup) -> Bool {
    ratio != 0 && group.isDynamic && includes(group.nodeID)
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
    guard let target else { return limit(early &- required) &- (movable &- groupMovable) }
    return pagesAtLimit(for: target, requiring: requirement(of: target))
  }

  /// The same for a group whose requirement is known.
  @inline(__always)
  func pagesAtLimit(for target: MemoryGroup, requiring requirement: UInt64) -> UInt64 {
    // Selections, for nothing predicts which groups count.
    let isCounted = counts(target)
    let own = target.isDynamic ? target.presentKernelPages : 0
    let kernel = early &- required &+ (isCounted ? requirement : 0) &+ own
    let others = groupMovable &- (isCounted ? target.presentMovablePages : 0)
    return limit(kernel) &- (movable &- others)
  }

  private func limit(_ kernelPages: UInt64) -> UInt64 {
    kernelPages &* UInt64(ratio) / 100
  }

  /// Takes note that a zone of the scope has gained movable pages.
  mutating func addMovable(_ pages: UInt64) { movable &+= pages }
}
