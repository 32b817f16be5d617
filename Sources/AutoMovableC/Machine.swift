// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// A machine in a caller's arrays, which have been checked.
///
/// They are read where they are, an element at a time.
@safe
struct Machine {
  private let nodes: UnsafeBufferPointer<automovable_node>
  private let groups: UnsafeBufferPointer<automovable_group>
  private let sections: UnsafeBufferPointer<automovable_sections>
}

// MARK: Checking

extension Machine {
  /// Checks all that the header asks of a machine.
  ///
  /// - Complexity: O(*n* + *g* + *s*), the numbers of nodes, groups and runs of
  ///   sections.
  init(_ machine: UnsafePointer<automovable_machine>?) throws(ErrorNumber) {
    guard let machine = unsafe machine?.pointee else { throw .invalid }
    // More would have to be out of order, or out of reach.
    unsafe nodes = try Self.array(
      machine.nodes, machine.nr_nodes, atMost: UInt64(NodeID.maximumCount))
    unsafe groups = try Self.array(
      machine.groups, machine.nr_groups, atMost: 1 << 31)
    unsafe sections = try Self.array(
      machine.sections, machine.nr_sections, atMost: MemoryGeometry.sectionCount)
    try validateElements()
  }

  private static func array<Element>(
    _ start: UnsafePointer<Element>?, _ count: UInt64, atMost limit: UInt64
  ) throws(ErrorNumber) -> UnsafeBufferPointer<Element> {
    guard count <= limit, let length = Int(exactly: count) else { throw .invalid }
    guard let start = unsafe start else {
      guard length == 0 else { throw .invalid }
      return unsafe UnsafeBufferPointer(start: nil, count: 0)
    }
    return unsafe UnsafeBufferPointer(start: start, count: length)
  }

  private func validateElements() throws(ErrorNumber) {
    var nid: Int32 = -1
    for index in unsafe nodes.indices {
      try unsafe nodes[index].validate()
      guard unsafe nodes[index].nid > nid else { throw .invalid }
      nid = unsafe nodes[index].nid
    }
    for index in unsafe groups.indices {
      try unsafe groups[index].validate()
    }
    var end: UInt64 = 0
    for index in unsafe sections.indices {
      try unsafe sections[index].validate()
      guard unsafe sections[index].first >= end else { throw .invalid }
      end = unsafe SectionRun(sections[index]).endSection
    }
  }
}

// MARK: Reading

extension Machine {
  /// The group at a position, or `nil` at -1.
  func group(at position: Int32) throws(ErrorNumber) -> MemoryGroup? {
    guard position >= -1 else { throw .invalid }
    guard position >= 0 else { return nil }
    guard unsafe position < groups.count else { throw .noEntry }
    return unsafe MemoryGroup(groups[Int(position)], id: MemoryGroupID(position))
  }

  /// The node with a number, or one without memory.
  func node(_ id: NodeID) -> Node {
    for index in unsafe nodes.indices {
      if unsafe nodes[index].nid == id.rawValue { return unsafe Node(nodes[index]) }
    }
    return Node(id: id)
  }

  var nodeCount: Int { unsafe nodes.count }
  var groupCount: Int { unsafe groups.count }
  var sectionCount: Int { unsafe sections.count }

  /// A copy of the whole, for a model; the ids of groups are their positions.
  func state(capacity: MemoryState.Capacity) throws(ErrorNumber) -> MemoryState {
    var state = MemoryState()
    state.reserveCapacity(capacity)
    for index in unsafe nodes.indices {
      unsafe state.nodes.append(Node(nodes[index]))
    }
    for index in unsafe groups.indices {
      let id = MemoryGroupID(Int32(truncatingIfNeeded: index))
      do {
        try unsafe state.groups.restore(MemoryGroup(groups[index], id: id))
      } catch {
        throw .invalid
      }
    }
    for index in unsafe sections.indices {
      unsafe state.sections.append(SectionRun(sections[index]))
    }
    return state
  }
}

// MARK: Deciding

extension Machine {
  /// Tests whether memory may become movable; see `Policy.ratioTest`.
  ///
  /// - Complexity: O(*n* + *g*). Allocates nothing.
  func test(
    adding pages: UInt64, target group: MemoryGroup?, in scope: RatioTest.Scope,
    ratio: UInt32
  ) -> RatioTest {
    let own = group.map { $0.isDynamic ? $0.presentKernelPages : 0 } ?? 0
    return RatioTest(
      zones: zoneStatistics(in: scope),
      otherGroups: groupStatistics(
        in: scope, excluding: group?.id ?? -1, ratio: ratio),
      ownKernelPages: own, adding: pages, ratio: ratio)
  }

  private func zoneStatistics(in scope: RatioTest.Scope) -> ZoneStatistics {
    var statistics = ZoneStatistics()
    switch scope {
    case .system:
      for index in unsafe nodes.indices {
        unsafe statistics.account(Node(nodes[index]))
      }
    case .node(let id):
      statistics.account(node(id))
    }
    return statistics
  }

  private func groupStatistics(
    in scope: RatioTest.Scope, excluding excluded: MemoryGroupID, ratio: UInt32
  ) -> GroupStatistics {
    var statistics = GroupStatistics()
    let nid = scope.nid
    for index in unsafe groups.indices {
      let id = MemoryGroupID(Int32(truncatingIfNeeded: index))
      unsafe statistics.account(
        MemoryGroup(groups[index], id: id), in: nid, excluding: excluded, ratio: ratio)
    }
    return statistics
  }

  /// Looks at the sections of a unit.
  ///
  /// - Complexity: O(*s*). Allocates nothing.
  func contents(ofUnit unit: PageRange) -> UnitContents {
    var onlinePages: UInt64 = 0
    for index in unsafe sections.indices {
      let run: [1 of SectionRun] = unsafe [SectionRun(sections[index])]
      switch UnitContents(of: unit, in: run.span) {
      case .hasKernelSection(let startPFN):
        return .hasKernelSection(startPFN: startPFN)
      case .movableOnly(let pages):
        // Less than 2^40: runs are apart.
        onlinePages &+= pages
      }
    }
    return .movableOnly(onlinePages: onlinePages)
  }
}
