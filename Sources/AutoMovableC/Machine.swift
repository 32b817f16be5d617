// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// A machine in a caller's arrays, whose numbers and pointers go together.
///
/// The arrays are read where they are, an element at a time. No element makes reading
/// trap, whatever the caller has written to it. If they weren't checked before, a
/// decision gathers faults from the elements that it reads, and asks ``requireSound(_:)``
/// before it counts.
@safe
struct Machine {
  private let nodes: UnsafeBufferPointer<automovable_node>
  private let groups: UnsafeBufferPointer<automovable_group>
  private let sections: UnsafeBufferPointer<automovable_sections>
  private let isChecked: Bool
}

// MARK: Checking

extension Machine {
  /// Takes a machine whose elements are still to be checked.
  @inline(__always)
  init(_ machine: UnsafePointer<automovable_machine>?) throws(ErrorNumber) {
    guard let machine = unsafe machine, unsafe Self.shapeFault(of: machine.pointee) == nil
    else { throw .invalid }
    unsafe self.init(machine.pointee, isChecked: false)
  }

  /// Takes over a machine that `automovable_machine_check` has checked.
  @inline(__always)
  init(_ machine: UnsafePointer<automovable_checked_machine>?) throws(ErrorNumber) {
    guard let machine = unsafe machine else { throw .invalid }
    unsafe self.init(machine.pointee.machine, isChecked: true)
  }

  @inline(__always)
  private init(_ machine: automovable_machine, isChecked: Bool) {
    unsafe nodes = Self.array(machine.nodes, machine.nr_nodes)
    unsafe groups = Self.array(machine.groups, machine.nr_groups)
    unsafe sections = Self.array(machine.sections, machine.nr_sections)
    self.isChecked = isChecked
  }

  @inline(__always)
  private static func array<Element>(
    _ start: UnsafePointer<Element>?, _ count: UInt64
  ) -> UnsafeBufferPointer<Element> {
    unsafe UnsafeBufferPointer(
      start: start, count: start == nil ? 0 : Int(truncatingIfNeeded: count))
  }

  /// Checks all that the header asks of the elements.
  ///
  /// - Parameter faults: What was gathered on the way to a decision; an array that was
  ///   walked isn't walked again.
  /// - Complexity: O(*n* + *g* + *s*), the numbers of nodes, groups and runs of
  ///   sections.
  @inline(__always)
  func requireSound(_ faults: ElementFaults = ElementFaults()) throws(ErrorNumber) {
    guard !isChecked else { return }
    var faults = faults
    if !faults.areNodesGathered { gatherNodes(&faults) }
    if !faults.areGroupsGathered { gatherGroups(&faults) }
    for index in unsafe sections.indices { unsafe faults.gather(sections[index]) }
    guard faults.areNone else { throw .invalid }
  }

  // Apart, since few decisions end before they have walked.
  @inline(never)
  private func gatherNodes(_ faults: inout ElementFaults) {
    for index in unsafe nodes.indices { unsafe faults.gather(nodes[index]) }
  }

  @inline(never)
  private func gatherGroups(_ faults: inout ElementFaults) {
    for index in unsafe groups.indices { unsafe faults.gather(groups[index]) }
  }

  /// What of a machine isn't as the header says, or `nil`.
  static func fault(in machine: automovable_machine) -> MachineFault? {
    unsafe shapeFault(of: machine) ?? Machine(machine, isChecked: false).elementFault
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
    guard unsafe position < groups.count else {
      try requireSound()
      throw .noEntry
    }
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
  // Transparent, so that the record is made where it is returned. `@inline(__always)`
  // isn't kept to in a closure that is inlined itself.
  @_transparent
  func test(
    adding pages: UInt64, target group: MemoryGroup?, in scope: RatioTest.Scope,
    ratio: UInt32, gathering faults: inout ElementFaults
  ) -> RatioTest {
    let own = group.map { $0.isDynamic ? $0.presentKernelPages : 0 } ?? 0
    return RatioTest(
      zones: zoneStatistics(in: scope, &faults),
      otherGroups: groupStatistics(
        in: scope, excluding: group?.id ?? -1, ratio: ratio, &faults),
      ownKernelPages: own, adding: pages, ratio: ratio)
  }

  @inline(__always)
  private func zoneStatistics(
    in scope: RatioTest.Scope, _ faults: inout ElementFaults
  ) -> ZoneStatistics {
    var statistics = ZoneStatistics()
    switch scope {
    case .system:
      for index in unsafe nodes.indices {
        unsafe faults.gather(nodes[index])
        unsafe statistics.account(Node(nodes[index]))
      }
      faults.areNodesGathered = true
    case .node(let id):
      if let index = nodeIndex(of: id) { unsafe statistics.account(Node(nodes[index])) }
    }
    return statistics
  }

  @inline(__always)
  private func groupStatistics(
    in scope: RatioTest.Scope, excluding excluded: MemoryGroupID, ratio: UInt32,
    _ faults: inout ElementFaults
  ) -> GroupStatistics {
    var statistics = GroupStatistics()
    // A divisor; see `GroupStatistics.account`.
    guard ratio != 0 else { return statistics }
    let nid = scope.nid
    // Known where this is compiled into a decision, which walks the system first.
    let isFirst = !faults.areGroupsGathered
    for index in unsafe groups.indices {
      let id = MemoryGroupID(Int32(truncatingIfNeeded: index))
      if isFirst { unsafe faults.gather(groups[index]) }
      unsafe statistics.account(
        MemoryGroup(groups[index], id: id), in: nid, excluding: excluded, ratio: ratio)
    }
    faults.areGroupsGathered = true
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
