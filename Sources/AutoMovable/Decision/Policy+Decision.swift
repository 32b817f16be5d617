// SPDX-License-Identifier: MIT

extension Policy {
  /// Tests whether memory may become movable under the ratio.
  ///
  /// Mirrors `auto_movable_can_online_movable`.
  ///
  /// - Parameters:
  ///   - pages: The pages to online.
  ///   - group: The group that the memory belongs to. Its kernel pages count
  ///     if it is dynamic, whatever its node.
  ///   - scope: What to sum over.
  ///   - nodes: The online nodes, ids ascending.
  ///   - groups: The registered groups.
  /// - Complexity: O(*n* + *g*), where *n* is the number of nodes in the scope
  ///   and *g* the number of groups. Allocates nothing.
  @inlinable @inline(__always)
  public func ratioTest(
    adding pages: UInt64,
    group: MemoryGroup?,
    in scope: RatioTest.Scope,
    nodes: Span<Node>,
    groups: Span<MemoryGroup>
  ) -> RatioTest {
    // Only what the test needs of the group is passed on, in registers.
    testRatio(
      adding: pages, target: RatioTarget(group), in: scope, nodes: nodes,
      groups: groups)
  }

  @usableFromInline
  func testRatio(
    adding pages: UInt64,
    target: RatioTarget,
    in scope: RatioTest.Scope,
    nodes: Span<Node>,
    groups: Span<MemoryGroup>
  ) -> RatioTest {
    RatioTest(
      adding: pages, target: target, in: scope, nodes: nodes, groups: groups,
      ratio: autoMovableRatio)
  }
}

extension Policy {
  /// Picks the zone for memory that is to be onlined.
  ///
  /// Mirrors `zone_for_pfn_range`. Where the ratio refuses, the kernel looks
  /// for a kernel zone not always by the range asked about, but by what its
  /// variables hold at that point: the rest of a static device, or the memory
  /// past a dynamic unit. So does this; ``OnlineDecision/kernelLookup`` tells.
  ///
  /// - Parameters:
  ///   - range: The memory, in the kernel always one memory block.
  ///   - onlineType: What is requested; `.offline` is treated as `.online`.
  ///   - nodeID: The node of the memory.
  ///   - group: The group that the memory belongs to.
  ///   - nodes: The online nodes, ids ascending.
  ///   - groups: The registered groups.
  ///   - sections: The online sections, ascending and apart.
  ///   - geometry: The size of a section. Of a machine without `CONFIG_NUMA` the
  ///     policy isn't NUMA-aware: see ``Geometry/isNUMA``.
  /// - Complexity: O(*n* + *g* + log *s* + *k*), where *n*, *g* and *s* are the
  ///   numbers of nodes, groups and runs of sections, and *k* the runs in the
  ///   unit of a dynamic group. Allocates nothing.
  public func onlineDecision(
    for range: PageRange,
    onlineType: OnlineType,
    nodeID: NodeID,
    group: MemoryGroup?,
    nodes: Span<Node>,
    groups: Span<MemoryGroup>,
    sections: Span<SectionRun>,
    geometry: Geometry = .x86_64
  ) -> OnlineDecision {
    onlineDecision(
      for: range, onlineType: onlineType, nodeID: nodeID, group: group,
      nodes: nodes
    ) {
      UnitContents(of: $0, in: sections, geometry)
    } ratioTest: {
      RatioTest(
        adding: $0, target: RatioTarget(group), in: $1, nodes: nodes, groups: groups,
        ratio: autoMovableRatio)
    }
  }
}

extension Span where Element == Node {
  /// The kernel zone that a range of a node goes to; see
  /// `Node.kernelZone(for:)`. A node that isn't listed has no zones.
  @inlinable
  func kernelZone(for range: PageRange, nodeID: NodeID) -> ZoneType {
    let guess = Int(nodeID.rawValue)
    if indices.contains(guess), self[guess].id == nodeID {
      return self[guess].kernelZone(for: range)
    }
    return searchedKernelZone(for: range, nodeID: nodeID)
  }

  // Apart, so that the usual way needs no stack frame.
  @inline(never)
  @usableFromInline
  func searchedKernelZone(for range: PageRange, nodeID: NodeID) -> ZoneType {
    guard let index = searchedIndex(forID: nodeID) else { return .normal }
    return self[index].kernelZone(for: range)
  }
}

extension Node {
  /// The kernel zone that a range goes to: the first of `.dma` and `.dma32`
  /// whose span it meets, else `.normal`.
  ///
  /// Mirrors `default_kernel_zone_for_pfn`.
  @inlinable @inline(__always)
  func kernelZone(for range: PageRange) -> ZoneType {
    if zones[0].intersects(range) { return .dma }
    if zones[1].intersects(range) { return .dma32 }
    return .normal
  }
}
