// SPDX-License-Identifier: MIT

extension MemoryModel {
  /// Tests whether memory may become movable.
  ///
  /// The record is the one of
  /// ``MemoryState/ratioTest(adding:groupID:in:policy:)``. Mirrors
  /// `auto_movable_can_online_movable`.
  ///
  /// - Parameters:
  ///   - pages: The pages to online.
  ///   - groupID: The group of the memory, or `nil` for none.
  ///   - scope: What to sum over.
  /// - Throws: `noSuchGroup`
  /// - Complexity: O(1) besides finding the group; see
  ///   ``MemoryGroupRegistry/subscript(_:)``. Allocates nothing.
  @inline(__always)
  public func ratioTest(
    adding pages: UInt64, groupID: MemoryGroupID? = nil, in scope: RatioTest.Scope
  ) throws(MemoryModelError) -> RatioTest {
    let position = try position(of: groupID)
    return Self.ratioTest(
      adding: pages, target: position < 0 ? nil : state.groups.groups.span[position],
      share: position < 0 ? GroupStatistics() : shares[position], in: scope,
      system: systemSums, nodes: nodeSums.span, ratio: policy.autoMovableRatio)
  }

  /// Picks the zone for memory that is to be onlined.
  ///
  /// The record is the one of
  /// ``MemoryState/onlineDecision(for:onlineType:nodeID:groupID:policy:)``. Mirrors
  /// `zone_for_pfn_range`.
  ///
  /// - Parameters:
  ///   - range: The memory, in the kernel always one memory block.
  ///   - onlineType: What is requested; `.offline` is treated as `.online`.
  ///   - nodeID: The node of the memory.
  ///   - groupID: The group of the memory, or `nil` for none.
  /// - Throws: `noSuchGroup`
  /// - Complexity: O(1) besides finding the group, and the sections of the
  ///   unit if it is a dynamic one: O(log *s* + *k*), where *s* is the number
  ///   of runs of sections and *k* the number of those in the unit. A node is
  ///   found in O(log *n*) if lower numbers aren't online. Allocates nothing.
  // Closures that captured the model, arrays and all, would copy it: its counts of
  // references would be what threads wait for.
  @inline(__always)
  public func onlineDecision(
    for range: PageRange, onlineType: OnlineType = .online, nodeID: NodeID,
    groupID: MemoryGroupID? = nil
  ) throws(MemoryModelError) -> OnlineDecision {
    let position = try position(of: groupID)
    let group = position < 0 ? nil : state.groups.groups.span[position]
    let share = position < 0 ? GroupStatistics() : shares[position]
    let systemSums = systemSums
    let nodeSums = nodeSums.span
    let sections = state.sections.span
    let geometry = state.geometry
    let policy = policy
    return policy.onlineDecision(
      for: range, onlineType: onlineType, nodeID: nodeID, group: group,
      nodes: state.nodes.span
    ) {
      UnitContents(of: $0, in: sections, geometry)
    } ratioTest: {
      Self.ratioTest(
        adding: $0, target: group, share: share, in: $1, system: systemSums, nodes: nodeSums,
        ratio: policy.autoMovableRatio)
    }
  }

  /// The position of a group, or -1 for none.
  @inline(__always)
  private func position(of id: MemoryGroupID?) throws(MemoryModelError) -> Int {
    guard let id else { return -1 }
    guard let position = state.groups.groups.span.index(forID: id) else {
      throw .noSuchGroup(id)
    }
    return position
  }

  /// Tests sums from which the target's share has been taken out.
  @inline(__always)
  private static func ratioTest(
    adding pages: UInt64, target group: MemoryGroup?, share: GroupStatistics,
    in scope: RatioTest.Scope, system: RatioSums, nodes: Span<RatioSums>, ratio: UInt32
  ) -> RatioTest {
    let nid = scope.nid
    var sums = RatioSums()
    if case .system = scope {
      sums = system
    } else if nid < 0 {
      // No node has such a number, but the walk over groups takes each of them
      // for all nodes, as the kernel's does.
      sums.add(system.groups)
    } else if nid < nodes.count {
      sums = nodes[Int(nid)]
    }
    var ownKernelPages: UInt64 = 0
    if let group {
      ownKernelPages = RatioTarget(group).kernelPages
      if nid < 0 || group.nodeID.rawValue == nid { sums.remove(share) }
    }
    return RatioTest(
      zones: sums.zones, otherGroups: sums.groups,
      ownKernelPages: ownKernelPages, adding: pages, ratio: ratio)
  }
}
