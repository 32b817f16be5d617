// SPDX-License-Identifier: MIT

extension Policy {
  /// Picks the zone for memory that is to be onlined, by sums that are made
  /// elsewhere: by running totals, or over data that isn't in arrays of ``Node``,
  /// ``MemoryGroup`` and ``SectionRun``.
  ///
  /// Decides as ``zone(for:onlineType:nodeID:group:nodes:groups:sections:)``.
  ///
  /// - Parameters:
  ///   - range: The memory, in the kernel always one memory block.
  ///   - onlineType: What is wished for; `.offline` is treated as `.online`.
  ///   - nodeID: The node of the memory.
  ///   - group: The group that the memory belongs to.
  ///   - nodes: The online nodes, ids ascending; only that of `nodeID` is
  ///     looked at.
  ///   - unit: Looks at the sections of the unit of a dynamic group, once at
  ///     most.
  ///   - test: Makes the ratio test of so many pages in a scope: of the system,
  ///     and then perhaps of the node.
  // Inlined, closures and all, so that the record of the decision is made where
  // it is returned and not copied on the way.
  @inline(__always)
  public func zoneChoice(
    for range: PageRange,
    onlineType: OnlineType,
    nodeID: NodeID,
    group: MemoryGroup?,
    nodes: Span<Node>,
    unit: (PageRange) -> MovableUnit,
    test: (UInt64, RatioTest.Scope) -> RatioTest
  ) -> OnlineDecision {
    switch (onlineType, onlinePolicy) {
    case (.onlineKernel, _):
      return .kernel(.kernelRequested, range, nodeID, nodes)
    case (.onlineMovable, _):
      return OnlineDecision(
        zone: .movable, nodeID: nodeID, reason: .movableRequested)
    case (_, .contigZones):
      return contiguousZone(for: range, nodeID: nodeID, nodes: nodes)
    case (_, .autoMovable):
      break
    }
    // From here on, `auto_movable_zone_for_pfn`.
    guard autoMovableRatio != 0 else {
      return .kernel(.ratioIsZero, range, nodeID, nodes)
    }
    switch RatioQuestion(for: range, of: group, unit: unit) {
    case .settled(let reason, let lookup):
      return .kernel(reason, lookup, nodeID, nodes)
    case .open(let onlinePages, let lookup):
      let systemTest = test(lookup.pageCount, .system)
      let nodeTest =
        isAutoMovableNUMAAware && systemTest.isAllowed
        ? test(lookup.pageCount, .node(nodeID)) : RatioTest()
      return OnlineDecision(
        systemTest: systemTest, nodeTest: nodeTest, lookup: lookup,
        onlineMovablePages: onlinePages, nodeID: nodeID, nodes: nodes)
    }
  }

  /// Mirrors `default_zone_for_pfn`.
  @inline(__always)
  private func contiguousZone(
    for range: PageRange, nodeID: NodeID, nodes: Span<Node>
  ) -> OnlineDecision {
    let kernelZone = nodes.kernelZone(for: range, nodeID: nodeID)
    var inKernel = false
    var inMovable = false
    if let index = nodes.index(of: nodeID) {
      // By its number: the subscript by type would be a switch in the midst of it.
      inKernel = nodes[index].zones[Int(kernelZone.rawValue)].intersects(range)
      inMovable = nodes[index][.movable].intersects(range)
    }
    let isMovable = inKernel == inMovable ? isMovableNodeEnabled : inMovable
    return OnlineDecision(
      zone: isMovable ? .movable : kernelZone,
      nodeID: nodeID,
      reason: .contiguousZones,
      lookup: range)
  }
}
