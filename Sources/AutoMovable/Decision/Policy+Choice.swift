// SPDX-License-Identifier: MIT

extension Policy {
  /// Picks the zone for memory that is to be onlined, by sums that are made
  /// elsewhere: by running totals, or over data that isn't in arrays of ``Node``,
  /// ``MemoryGroup`` and ``SectionRun``.
  ///
  /// Decides as ``onlineDecision(for:onlineType:nodeID:group:nodes:groups:sections:geometry:)``.
  ///
  /// - Parameters:
  ///   - range: The memory, in the kernel always one memory block.
  ///   - onlineType: What is requested; `.offline` is treated as `.online`.
  ///   - nodeID: The node of the memory.
  ///   - group: The group that the memory belongs to.
  ///   - nodes: The online nodes, ids ascending; only that of `nodeID` is
  ///     looked at.
  ///   - unitContents: Looks at the sections of the unit of a dynamic group, once at
  ///     most.
  ///   - ratioTest: Makes the ratio test of so many pages in a scope: of the system,
  ///     and then perhaps of the node.
  // Inlined, closures and all, so that the record of the decision is made where
  // it is returned and not copied on the way.
  @inline(__always)
  public func onlineDecision(
    for range: PageRange,
    onlineType: OnlineType,
    nodeID: NodeID,
    group: MemoryGroup?,
    nodes: Span<Node>,
    unitContents: (PageRange) -> UnitContents,
    ratioTest: (UInt64, RatioTest.Scope) -> RatioTest
  ) -> OnlineDecision {
    var decision = OnlineDecision(for: nodeID)
    switch (onlineType, onlinePolicy) {
    case (.onlineKernel, _):
      decision.settle(onKernel: .kernelRequested, for: range, nodes)
    case (.onlineMovable, _):
      decision.settle(onMovable: .movableRequested)
    case (_, .contigZones):
      chooseContiguous(&decision, for: range, nodes)
    case (_, .autoMovable):
      chooseByRatio(&decision, for: range, of: group, nodes, unitContents, ratioTest)
    }
    return decision
  }

  /// Mirrors `auto_movable_zone_for_pfn`.
  // Each way out settles everything for itself: what they have in common would
  // have to be held ready all along.
  @inline(__always)
  private func chooseByRatio(
    _ decision: inout OnlineDecision, for range: PageRange,
    of group: MemoryGroup?, _ nodes: Span<Node>,
    _ unitContents: (PageRange) -> UnitContents,
    _ ratioTest: (UInt64, RatioTest.Scope) -> RatioTest
  ) {
    guard autoMovableRatio != 0 else {
      return decision.settle(onKernel: .ratioIsZero, for: range, nodes)
    }
    switch RatioQuestion(for: range, of: group, unitContents: unitContents) {
    case .settled(let reason, let lookup):
      decision.settle(onKernel: reason, for: lookup, nodes)
    case .open(let onlinePages, let lookup):
      decision.onlineMovablePages = onlinePages
      decision.testedPages = lookup.pageCount
      decision.storedSystemTest = ratioTest(lookup.pageCount, .system)
      guard decision.storedSystemTest.isAllowed else {
        return decision.settle(onKernel: .refusedBySystem, for: lookup, nodes)
      }
      if isAutoMovableNUMAAware {
        decision.storedNodeTest = ratioTest(lookup.pageCount, .node(decision.nodeID))
        guard decision.storedNodeTest.isAllowed else {
          return decision.settle(onKernel: .refusedByNode, for: lookup, nodes)
        }
      }
      decision.settle(onMovable: .allowed)
    }
  }

  /// Mirrors `default_zone_for_pfn`.
  @inline(__always)
  private func chooseContiguous(
    _ decision: inout OnlineDecision, for range: PageRange, _ nodes: Span<Node>
  ) {
    decision.settle(onKernel: .contiguousZones, for: range, nodes)
    var inKernel = false
    var inMovable = false
    if let index = nodes.index(forID: decision.nodeID) {
      // By its number: the subscript by type would be a switch in the midst of it.
      inKernel = nodes[index].zones[Int(decision.zone.rawValue)].intersects(range)
      inMovable = nodes[index][.movable].intersects(range)
    }
    let isMovable = inKernel == inMovable ? isMovableNodeEnabled : inMovable
    if isMovable { decision.zone = .movable }
  }
}
