// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// A machine in a caller's arrays, which have been checked.
///
/// They are read where they are, an element at a time. No element makes reading trap,
/// whatever the caller has written to it since.
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
    guard let machine = unsafe machine, unsafe Self.isSound(machine.pointee)
    else { throw .invalid }
    unsafe self.init(unchecked: machine.pointee)
  }

  /// Takes over a machine that `automovable_machine_check` has checked.
  @inline(__always)
  init(_ machine: UnsafePointer<automovable_checked_machine>?) throws(ErrorNumber) {
    guard let machine = unsafe machine else { throw .invalid }
    unsafe self.init(unchecked: machine.pointee.machine)
  }

  @inline(__always)
  private init(unchecked machine: automovable_machine) {
    unsafe nodes = Self.array(machine.nodes, machine.nr_nodes)
    unsafe groups = Self.array(machine.groups, machine.nr_groups)
    unsafe sections = Self.array(machine.sections, machine.nr_sections)
  }

  @inline(__always)
  private static func array<Element>(
    _ start: UnsafePointer<Element>?, _ count: UInt64
  ) -> UnsafeBufferPointer<Element> {
    unsafe UnsafeBufferPointer(
      start: start, count: start == nil ? 0 : Int(truncatingIfNeeded: count))
  }

  /// Whether a machine is as the header says.
  ///
  /// This is what each decision on a caller's arrays waits for, so faults of elements
  /// are gathered without a branch and looked at once.
  static func isSound(_ machine: automovable_machine) -> Bool {
    unsafe shapeFault(of: machine) == nil && Machine(unchecked: machine).hasSoundElements
  }

  private var hasSoundElements: Bool {
    var faults: UInt64 = 0
    var nid: Int32 = -1
    for index in unsafe nodes.indices {
      unsafe faults |= nodes[index].faults | (nodes[index].nid > nid ? 0 : 1)
      nid = unsafe nodes[index].nid
    }
    for index in unsafe groups.indices { unsafe faults |= groups[index].faults }
    var end: UInt64 = 0
    for index in unsafe sections.indices {
      unsafe faults |= sections[index].faults | (sections[index].first >= end ? 0 : 1)
      end = unsafe sections[index].first &+ sections[index].count
    }
    return faults == 0
  }

  /// What of a machine isn't as the header says, or `nil`.
  static func fault(in machine: automovable_machine) -> MachineFault? {
    unsafe shapeFault(of: machine) ?? Machine(unchecked: machine).elementFault
  }

  @inline(__always)
  private static func shapeFault(of machine: automovable_machine) -> MachineFault? {
    // More would have to be out of order, or out of reach.
    if unsafe machine.nr_nodes > UInt64(NodeID.maximumCount) {
      return MachineFault("nr_nodes", "0 to 1024")
    }
    if unsafe machine.nr_groups > 1 << 31 { return MachineFault("nr_groups", "0 to 2^31") }
    if unsafe machine.nr_sections > Geometry.x86_64.sectionCount {
      return MachineFault("nr_sections", "0 to 2^25")
    }
    let pointer: StaticString = "a pointer, as there are some"
    if unsafe machine.nodes == nil && machine.nr_nodes > 0 {
      return MachineFault("nodes", pointer)
    }
    if unsafe machine.groups == nil && machine.nr_groups > 0 {
      return MachineFault("groups", pointer)
    }
    if unsafe machine.sections == nil && machine.nr_sections > 0 {
      return MachineFault("sections", pointer)
    }
    return nil
  }

  private var elementFault: MachineFault? {
    var nid: Int32 = -1
    for index in unsafe nodes.indices {
      if let fault = unsafe nodes[index].fault { return fault.in("nodes", index) }
      guard unsafe nodes[index].nid > nid else {
        return MachineFault("nid", "more than the node before it has").in("nodes", index)
      }
      nid = unsafe nodes[index].nid
    }
    for index in unsafe groups.indices {
      if let fault = unsafe groups[index].fault { return fault.in("groups", index) }
    }
    var end: UInt64 = 0
    for index in unsafe sections.indices {
      if let fault = unsafe sections[index].fault { return fault.in("sections", index) }
      guard unsafe sections[index].first >= end else {
        return MachineFault("first", "the end of the run before it, or more")
          .in("sections", index)
      }
      end = unsafe SectionRun(sections[index]).endSection
    }
    return nil
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

  /// The node with a number, but for its counters; one without memory if there is none.
  ///
  /// The spans are all that is looked at beside the ratio tests.
  @inline(__always)
  func spans(ofNode id: NodeID) -> Node {
    var node = Node(id: id)
    if let index = nodeIndex(of: id) { unsafe node.setSpans(nodes[index]) }
    return node
  }

  @inline(__always)
  private func nodeIndex(of id: NodeID) -> Int? {
    for index in unsafe nodes.indices where unsafe nodes[index].nid == id.rawValue {
      return index
    }
    return nil
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

  @inline(__always)
  private func zoneStatistics(in scope: RatioTest.Scope) -> ZoneStatistics {
    var statistics = ZoneStatistics()
    switch scope {
    case .system:
      for index in unsafe nodes.indices {
        unsafe statistics.account(Node(nodes[index]))
      }
    case .node(let id):
      if let index = nodeIndex(of: id) { unsafe statistics.account(Node(nodes[index])) }
    }
    return statistics
  }

  @inline(__always)
  private func groupStatistics(
    in scope: RatioTest.Scope, excluding excluded: MemoryGroupID, ratio: UInt32
  ) -> GroupStatistics {
    var statistics = GroupStatistics()
    // A divisor; see `GroupStatistics.account`.
    guard ratio != 0 else { return statistics }
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
