// SPDX-License-Identifier: MIT

#if canImport(AutoMovable)
  import AutoMovable
#endif

extension MemoryModel {
  /// Makes room for more than there is.
  ///
  /// - Complexity: Amortized O(1)
  mutating func makeRoom(adding more: MemoryState.Capacity) throws(ErrorNumber) {
    let capacity = capacity
    var wanted = capacity
    Self.grow(&wanted.nodes, toHold: state.nodes.count + more.nodes)
    Self.grow(&wanted.groups, toHold: state.groups.groups.count + more.groups)
    Self.grow(&wanted.sections, toHold: state.sections.count + more.sections)
    if wanted != capacity { try makeRoom(for: wanted) }
  }

  private static func grow(_ capacity: inout Int, toHold count: Int) {
    // Twice as much each time, so that the moves cost little in all.
    if capacity < count { capacity = max(count, 4, 2 &* capacity) }
  }

  /// Makes room for so much in all.
  ///
  /// - Complexity: O(*n* + *g* + *s*), the numbers of nodes, groups and runs of
  ///   sections.
  mutating func makeRoom(for wanted: MemoryState.Capacity) throws(ErrorNumber) {
    try setAside(for: wanted, beyond: capacity)
    Room.open()
    reserveCapacity(wanted)
    Room.close()
  }

  /// Sets aside what lists take that are to be longer than so much.
  func setAside(
    for wanted: MemoryState.Capacity, beyond capacity: MemoryState.Capacity
  ) throws(ErrorNumber) {
    if wanted.nodes > capacity.nodes {
      try Room.setAside(wanted.nodes, ofSize: MemoryLayout<Node>.stride)
      // The sums of each node, which number by number are few.
      try Room.setAside(Int(NodeID.maximumCount), ofSize: 32)
    }
    if wanted.groups > capacity.groups {
      try Room.setAside(wanted.groups, ofSize: MemoryLayout<MemoryGroup>.stride)
      try Room.setAside(wanted.groups, ofSize: MemoryLayout<GroupStatistics>.stride)
    }
    if wanted.sections > capacity.sections {
      try Room.setAside(wanted.sections, ofSize: MemoryLayout<SectionRun>.stride)
    }
  }

  /// Becomes the model of a machine and keeps its room.
  mutating func load(_ machine: Machine, _ policy: Policy) throws(ErrorNumber) {
    try machine.requireSound()
    var wanted = capacity
    wanted.nodes = max(wanted.nodes, machine.nodeCount, 1)
    wanted.groups = max(wanted.groups, machine.groupCount)
    wanted.sections = max(wanted.sections, machine.sectionCount)
    // New lists, while the old ones are still there.
    try setAside(for: wanted, beyond: MemoryState.Capacity())
    Room.open()
    defer { Room.close() }
    let state = try machine.state(capacity: wanted)
    do { try reset(to: state, policy: policy) } catch { throw ErrorNumber(error) }
    reserveCapacity(wanted)
  }
}
