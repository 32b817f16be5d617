// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Where a machine is at its limit, and by which question.
private struct LimitDraw: Draw {
  let bits: UInt64

  var node: UInt64 { bits }
  var group: UInt64 { bits >> 16 }
  /// The block of a question without a group, which isn't chosen then.
  var block: UInt64 { field(at: 36, width: 16) }
  var isSystem: Bool { isZero(at: 60, width: 1) }
  /// One more than the distance from the limit.
  var offset: UInt64 { field(at: 61, width: 2) }
}

/// A question about the limit.
private struct LimitQueryDraw: Draw {
  let bits: UInt64

  var group: UInt64 { bits }
  var isSystem: Bool { isZero(at: 16, width: 1) }
  var offset: Int { index(at: 18, width: 3) }
  var isPlausible: Bool { isZero(at: 60, width: 4) }
}

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
    let draw = LimitDraw(&random)
    let focus = chooseNodeIndex(draw.node)
    let focusID = state.nodes[focus].id
    var (system, node) = LimitSolver.ofSystem(self, andNodeAt: focus)

    if let (query, pages) = zoneQuery(draw, on: focusID) {
      let target = query.groupID.flatMap { state.groups[$0] }
      let room = draw.isSystem ? system.pagesAtLimit(for: target) : node.pagesAtLimit(for: target)
      // Movable memory to add so that `pages` more are at the limit, or off
      // it by one; negative numbers only as far as there is memory to take.
      let change = room &- pages &+ draw.offset &- 1
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
      let draw = LimitQueryDraw(&random)
      if draw.isPlausible { return batch.plausibleQuery(&random) }
      let target = batch.chooseGroupIndex(draw.group)
      let pages = batch.limits[(draw.isSystem ? 0 : targets) &+ target]
      return .canOnlineMovable(
        pages: pages &+ offsets[draw.offset],
        groupID: target < targets - 1 ? batch.state.groups.groups[target].id : nil,
        scope: draw.isSystem ? .system : .node(focusID))
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
    _ draw: LimitDraw, on nodeID: NodeID
  ) -> (DecisionQuery, pages: UInt64)? {
    let block = state.geometry.pagesPerSection
    guard let group = chooseGroup(draw.group) else {
      return (
        .zone(
          range: PageRange(
            startPFN: (1 << 20) &+ draw.block &* block,
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
