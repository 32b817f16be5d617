// SPDX-License-Identifier: MIT

/// All that a decision looks at besides the policy: nodes with their zones,
/// memory groups, and the map of online sections.
public struct MemoryState: Equatable, Sendable {
  /// The online nodes, ids ascending and all different.
  public var nodes: [Node]

  /// The registered groups.
  public var groups: MemoryGroupRegistry

  /// The online sections, ascending and apart.
  public var sections: [SectionRun]

  /// The sizes and zones that the kernel has.
  public let geometry: Geometry

  /// Creates a state.
  ///
  /// - Parameters:
  ///   - nodes: The online nodes, ids ascending and all different.
  ///   - groups: The registered groups, of units as large as a memory block at
  ///     least. By default there are none, and blocks are sections.
  ///   - sections: The online sections, ascending and apart.
  ///   - geometry: The sizes and zones that the kernel has.
  public init(
    nodes: [Node] = [],
    groups: MemoryGroupRegistry? = nil,
    sections: [SectionRun] = [],
    geometry: Geometry = .x86_64
  ) {
    self.nodes = nodes
    self.groups = groups ?? MemoryGroupRegistry(blockPages: geometry.minimumBlockPages)
    self.sections = sections
    self.geometry = geometry
  }
}

extension MemoryState {
  /// The online node with a number.
  ///
  /// - Complexity: O(1) when the ids are 0, 1, 2 and so on; O(log *n*)
  ///   otherwise.
  public func node(_ id: NodeID) -> Node? {
    nodes.span.index(forID: id).map { nodes[$0] }
  }

  /// Tests whether memory may become movable; see
  /// ``Policy/ratioTest(adding:group:in:nodes:groups:)``.
  ///
  /// - Parameters:
  ///   - pages: The pages to online.
  ///   - groupID: The group of the memory, or `nil` for none.
  ///   - scope: What to sum over.
  ///   - policy: The parameters in force.
  /// - Throws: `noSuchGroup`
  public func ratioTest(
    adding pages: UInt64,
    groupID: MemoryGroupID? = nil,
    in scope: RatioTest.Scope,
    policy: Policy
  ) throws(MemoryModelError) -> RatioTest {
    policy.ratioTest(
      adding: pages,
      group: try group(groupID),
      in: scope,
      nodes: nodes.span,
      groups: groups.groups.span)
  }

  /// Picks the zone for memory that is to be onlined; see
  /// ``Policy/onlineDecision(for:onlineType:nodeID:group:nodes:groups:sections:geometry:)``.
  ///
  /// - Parameters:
  ///   - range: The memory, in the kernel always one memory block.
  ///   - onlineType: What is requested; ``OnlineType/offline`` is treated as
  ///     ``OnlineType/online``.
  ///   - nodeID: The node of the memory.
  ///   - groupID: The group of the memory, or `nil` for none.
  ///   - policy: The parameters in force.
  /// - Throws: `noSuchGroup`
  public func onlineDecision(
    for range: PageRange,
    onlineType: OnlineType = .online,
    nodeID: NodeID,
    groupID: MemoryGroupID? = nil,
    policy: Policy
  ) throws(MemoryModelError) -> OnlineDecision {
    policy.onlineDecision(
      for: range,
      onlineType: onlineType,
      nodeID: nodeID,
      group: try group(groupID),
      nodes: nodes.span,
      groups: groups.groups.span,
      sections: sections.span,
      geometry: geometry)
  }

  /// The group that memory is said to belong to.
  @inline(__always)
  private func group(_ id: MemoryGroupID?) throws(MemoryModelError) -> MemoryGroup? {
    guard let id else { return nil }
    guard let group = groups[id] else { throw .noSuchGroup(id) }
    return group
  }
}
