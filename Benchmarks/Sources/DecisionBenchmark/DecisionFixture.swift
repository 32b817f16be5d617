// SPDX-License-Identifier: MIT

import AutoMovable

/// A machine on which all implementations make the same decisions, by calls
/// of the same shape: everything is loaded beforehand, and each call gets the
/// group and the pages and returns all intermediate values.
struct DecisionFixture {
  private let state: MemoryState
  private let policy = Policy(onlinePolicy: .autoMovable)
  private let model: MemoryModel
  private let reference = ReferenceSubject()

  /// Makes a machine with 4 GiB a node and groups with a few blocks each.
  init(nodeCount: Int32, groupCount: Int32) {
    var state = MemoryState()
    for id in 0..<nodeCount {
      var node = Node(id: NodeID(id))
      node[.normal] = Zone(
        startPFN: UInt64(id + 1) << 20, spannedPages: 1 << 20,
        presentPages: 1 << 20, presentEarlyPages: 1 << 20)
      node[.movable].presentPages = 32768
      state.nodes.append(node)
      reference.add(node)
    }
    for id in 0..<groupCount {
      let group = MemoryGroup(
        id: MemoryGroupID(id), nodeID: NodeID(id % nodeCount),
        kind: .dynamic(unitPages: 32768), presentMovablePages: UInt64(id % 5) * 32768)
      try! state.groups.restore(group)
      reference.add(group, unitPages: 32768)
    }
    self.state = state
    self.model = try! MemoryModel(state, policy: policy)
  }
}

extension DecisionFixture {
  /// System-wide ratio tests; returns a sum over results and limits, so that
  /// nothing is optimised away and both can be compared.
  func ratioTests(_ subject: Subject, count: Int) -> UInt64 {
    switch subject {
    case .swift: swiftRatioTests(count)
    case .c: reference.ratioTests(count)
    case .totals: totalsRatioTests(count)
    }
  }

  /// Zone choices for blocks of the first group.
  func zoneChoices(_ subject: Subject, count: Int) -> UInt64 {
    switch subject {
    case .swift: swiftZoneChoices(count)
    case .c: reference.zoneChoices(count)
    case .totals: totalsZoneChoices(count)
    }
  }

  private func swiftRatioTests(_ count: Int) -> UInt64 {
    let state = self.state
    let nodes = state.nodes.span
    let groups = state.groups.groups.span
    let target = groups.isEmpty ? nil : groups[0]
    var sum: UInt64 = 0
    for index in 0..<count {
      let test = policy.ratioTest(
        adding: UInt64(index & 0xFFFF), group: target, in: .system, nodes: nodes,
        groups: groups)
      if case .compared(_, _, let limit) = test.outcome { sum &+= limit }
      sum &+= test.isAllowed ? 1 : 0
    }
    return sum
  }

  private func totalsRatioTests(_ count: Int) -> UInt64 {
    let target: MemoryGroupID? = model.state.groups.groups.isEmpty ? nil : 0
    var sum: UInt64 = 0
    for index in 0..<count {
      let test = try? model.ratioTest(
        adding: UInt64(index & 0xFFFF), groupID: target, in: .system)
      guard let test else { break }
      if case .compared(_, _, let limit) = test.outcome { sum &+= limit }
      sum &+= test.isAllowed ? 1 : 0
    }
    return sum
  }

  private func swiftZoneChoices(_ count: Int) -> UInt64 {
    let state = self.state
    let nodes = state.nodes.span
    let groups = state.groups.groups.span
    let sections = state.sections.span
    let target = groups.isEmpty ? nil : groups[0]
    var sum: UInt64 = 0
    for index in 0..<count {
      let decision = policy.onlineDecision(
        for: PageRange(startPFN: UInt64(index & 0xFFFF) << 15, pageCount: 32768),
        onlineType: .online, nodeID: 0, group: target, nodes: nodes,
        groups: groups, sections: sections)
      sum &+= UInt64(decision.zone.rawValue) &+ decision.testedPages
    }
    return sum
  }

  private func totalsZoneChoices(_ count: Int) -> UInt64 {
    let target: MemoryGroupID? = model.state.groups.groups.isEmpty ? nil : 0
    var sum: UInt64 = 0
    for index in 0..<count {
      let decision = try? model.onlineDecision(
        for: PageRange(startPFN: UInt64(index & 0xFFFF) << 15, pageCount: 32768),
        nodeID: 0, groupID: target)
      guard let decision else { break }
      sum &+= UInt64(decision.zone.rawValue) &+ decision.testedPages
    }
    return sum
  }
}
