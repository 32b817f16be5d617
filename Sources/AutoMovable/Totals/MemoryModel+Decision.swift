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
  ///   - groupID: The group of the memory; one that isn't registered is taken
  ///     for none.
  ///   - scope: What to sum over.
  /// - Complexity: O(1) besides finding the group; see
  ///   ``MemoryGroupRegistry/subscript(_:)``. Allocates nothing.
  @inline(__always)
  public func ratioTest(
    adding pages: UInt64, groupID: MemoryGroupID? = nil, in scope: RatioTest.Scope
  ) -> RatioTest {
    test(adding: pages, groupAt: position(of: groupID), in: scope)
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
  ///   - groupID: The group of the memory; one that isn't registered is taken
  ///     for none.
  /// - Complexity: O(1) besides finding the group, and the sections of the
  ///   unit if it is a dynamic one: O(log *s* + *k*), where *s* is the number
  ///   of runs of sections and *k* the number of those in the unit. A node is
  ///   found in O(log *n*) if lower numbers aren't online. Allocates nothing.
  // Inlined, so that the model, arrays and all, isn't copied for the call: its
  // counts of references would be what threads wait for.
  @inline(__always)
  public func onlineDecision(
    for range: PageRange, onlineType: OnlineType = .online, nodeID: NodeID,
    groupID: MemoryGroupID? = nil
  ) -> OnlineDecision {
    let groups = state.groups.groups.span
    let sections = state.sections.span
    let geometry = state.geometry
    let position = position(of: groupID)
    return policy.onlineDecision(
      for: range, onlineType: onlineType, nodeID: nodeID,
      group: position < 0 ? nil : groups[position], nodes: state.nodes.span
    ) {
      UnitContents(of: $0, in: sections, geometry)
    } ratioTest: {
      test(adding: $0, groupAt: position, in: $1)
    }
  }

  /// The position of a group, or -1 if there is none.
  @inline(__always)
  private func position(of id: MemoryGroupID?) -> Int {
    guard let id, let position = state.groups.groups.span.index(forID: id) else { return -1 }
    return position
  }

  /// Tests sums from which the target has been taken out.
  @inline(__always)
  private func test(
    adding pages: UInt64, groupAt position: Int, in scope: RatioTest.Scope
  ) -> RatioTest {
    let nid = scope.nid
    var sums = RatioSums()
    if case .system = scope {
      sums = systemSums
    } else if nid < 0 {
      // No node has such a number, but the walk over groups takes each of them
      // for all nodes, as the kernel's does.
      sums.add(systemSums.groups)
    } else if nid < nodeSums.count {
      sums = nodeSums[Int(nid)]
    }
    var ownKernelPages: UInt64 = 0
    if position >= 0 {
      let groups = state.groups.groups.span
      ownKernelPages = RatioTarget(groups[position]).kernelPages
      if nid < 0 || groups[position].nodeID.rawValue == nid {
        sums.remove(shares[position])
      }
    }
    return RatioTest(
      zones: sums.zones, otherGroups: sums.groups,
      ownKernelPages: ownKernelPages, adding: pages,
      ratio: policy.autoMovableRatio)
  }
}
