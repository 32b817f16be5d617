// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension CaseBatch {
  /// Movable memory at the limit, one below and one above.
  mutating func makeBoundary(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(random.oneIn(3) ? .small : .any, &random)
    policy.onlinePolicy = .autoMovable
    makeQueriesAtLimit(count, &random)
  }

  /// Makes questions whose answer hangs on a page, until there are `count`:
  /// first ones for a zone, for which the machine is changed such that one of
  /// them is at the limit; then ratio tests with pages solved for.
  mutating func makeQueriesAtLimit(_ count: Int, _ random: inout SplitMix64) {
    let bits = random.next()
    let focus = chooseNodeIndex(bits)
    let focusID = state.nodes[focus].id
    var (system, node) = LimitSolver.ofSystem(self, andNodeAt: focus)

    if let (query, pages) = zoneQuery(bits >> 16, on: focusID) {
      let target = query.groupID.flatMap { state.groups[$0] }
      let isSystem = bits >> 60 & 1 == 0
      let room = isSystem ? system.pagesAtLimit(for: target) : node.pagesAtLimit(for: target)
      // Movable memory to add so that `pages` more are at the limit, or off
      // it by one; negative numbers only as far as there is memory to take.
      let change = room &- pages &+ (bits >> 61 & 3) &- 1
      let present = state.nodes[focus].zones[3].presentPages
      if Int64(bitPattern: change) > 0 || 0 &- change < present {
        state.nodes[focus].zones[3].presentPages = present &+ change
        system.addMovable(change)
        node.addMovable(change)
      }
      if madeCount < count {
        queries[madeCount] = query
        madeCount += 1
      }
    }
    if madeCount < count { solveLimits(system, node) }
    let targets = state.groups.groups.count + 1
    let offsets: [8 of UInt64] = [
      0, 0, 0, 1, 1, UInt64.max, UInt64.max, 2,
    ]
    makeQueries(until: count) { batch in
      let bits = random.next()
      if bits >> 60 == 0 { return batch.plausibleQuery(&random) }
      let isSystem = bits >> 16 & 1 == 0
      let target = batch.chooseGroupIndex(bits)
      let pages = batch.limits[(isSystem ? 0 : targets) &+ target]
      return .canOnlineMovable(
        pages: pages &+ offsets[Int(truncatingIfNeeded: bits >> 18 & 7)],
        groupID: target < targets - 1 ? batch.state.groups.groups[target].id : nil,
        scope: isSystem ? .system : .node(focusID))
    }
  }

  /// Takes down the pages at the limit of each scope for each group, and for
  /// none behind them.
  ///
  /// All at once, since there are fewer groups than questions, and nothing
  /// predicts which of them a question is about.
  private mutating func solveLimits(_ system: LimitSolver, _ node: LimitSolver) {
    let count = 2 * (state.groups.groups.count + 1)
    if limits.count < count { limits = [UInt64](repeating: 0, count: count) }
    Self.solveLimits(system, node, for: state.groups.groups, into: &limits)
  }

  private static func solveLimits(
    _ system: LimitSolver, _ node: LimitSolver, for groups: [MemoryGroup],
    into limits: inout [UInt64]
  ) {
    var limits = limits.mutableSpan
    let targets = groups.count + 1
    for index in groups.indices {
      let requirement = system.requirement(of: groups[index])
      limits[index] = system.pagesAtLimit(for: groups[index], requiring: requirement)
      limits[targets &+ index] = node.pagesAtLimit(
        for: groups[index], requiring: requirement)
    }
    limits[groups.count] = system.pagesAtLimit(for: nil)
    limits[targets &+ groups.count] = node.pagesAtLimit(for: nil)
  }

  /// A question for the zone of a block, and the pages that the ratio tests
  /// will be asked about, unless they won't be made.
  // Mutating only so that the batch isn't copied for the call.
  private mutating func zoneQuery(
    _ bits: UInt64, on nodeID: NodeID
  ) -> (DecisionQuery, pages: UInt64)? {
    let block = MemoryGeometry.pagesPerSection
    guard let group = chooseGroup(bits) else {
      return (
        .zone(
          range: PageRange(
            startPFN: (1 << 20) &+ (bits >> 20 & 0xFFFF) &* block,
            pageCount: block),
          onlineType: .online, nodeID: nodeID, groupID: nil), block
      )
    }
    let device = devices[Int(group.id.rawValue)]
    var range = PageRange(startPFN: device.startPFN, pageCount: block)
    let pages: UInt64
    switch group.kind {
    case .static(let maxPages):
      guard group.presentKernelPages == 0 else { return nil }
      pages = maxPages &- group.presentMovablePages
    case .dynamic(let unitPages):
      range.pageCount = unitPages
      pages = unitPages
    }
    return (
      .zone(
        range: range, onlineType: .online, nodeID: group.nodeID,
        groupID: group.id), pages
    )
  }
}
