// SPDX-License-Identifier: MIT

import AutoMovable
import CReference

/// A machine on which all implementations make the same decisions, by calls
/// of the same shape: everything is loaded beforehand, and each call gets the
/// group and the pages and returns all intermediate values.
final class DecisionFixture {
  private let state: MemoryState
  private let policy = Policy(onlinePolicy: .autoMovable)
  private let model: MemoryModel
  private let context: OpaquePointer
  private let testTrace = UnsafeMutablePointer<auto_movable_trace>.allocate(capacity: 1)
  private let zoneTrace = UnsafeMutablePointer<zone_trace>.allocate(capacity: 1)

  /// Makes a machine with 4 GiB a node and groups with a few blocks each.
  init(nodeCount: Int32, groupCount: Int32) {
    let context = memory_hotplug_alloc()!
    memory_hotplug_set_params(context, 1, 301, true, false)
    var state = MemoryState()
    for id in 0..<nodeCount {
      var node = Node(id: NodeID(id))
      node[.normal] = Zone(
        startPFN: UInt64(id + 1) << 20, spannedPages: 1 << 20,
        presentPages: 1 << 20, presentEarlyPages: 1 << 20)
      node[.movable].presentPages = 32768
      state.nodes.append(node)
      let target = memory_hotplug_add_node(context, id)!
      withUnsafeMutableBytes(of: &target.pointee.node_zones) {
        let zones = $0.assumingMemoryBound(to: zone.self)
        zones[2].zone_start_pfn = UInt(id + 1) << 20
        zones[2].spanned_pages = 1 << 20
        zones[2].present_pages = 1 << 20
        zones[2].present_early_pages = 1 << 20
        zones[3].present_pages = 32768
      }
    }
    for id in 0..<groupCount {
      let movable = UInt64(id % 5) * 32768
      let mgid = memory_group_register_dynamic(context, id % nodeCount, 32768)
      memory_group_find_by_id(context, mgid)!.pointee.present_movable_pages = UInt(movable)
      try! state.groups.restore(
        MemoryGroup(
          id: MemoryGroupID(id), nodeID: NodeID(id % nodeCount),
          kind: .dynamic(unitPages: 32768), presentMovablePages: movable))
    }
    self.state = state
    self.model = try! MemoryModel(state, policy: policy)
    self.context = context
    testTrace.initialize(to: auto_movable_trace())
    zoneTrace.initialize(to: zone_trace())
  }

  deinit {
    memory_hotplug_free(context)
    testTrace.deallocate()
    zoneTrace.deallocate()
  }
}

extension DecisionFixture {
  /// System-wide ratio tests; returns a sum over results and limits, so that
  /// nothing is optimised away and both can be compared.
  func ratioTests(_ subject: Subject, count: Int) -> UInt64 {
    switch subject {
    case .swift: swiftRatioTests(count)
    case .c: cRatioTests(count)
    case .model: modelRatioTests(count)
    }
  }

  /// Zone choices for blocks of the first group.
  func zoneChoices(_ subject: Subject, count: Int) -> UInt64 {
    switch subject {
    case .swift: swiftZoneChoices(count)
    case .c: cZoneChoices(count)
    case .model: modelZoneChoices(count)
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

  private func cRatioTests(_ count: Int) -> UInt64 {
    let target = memory_group_find_by_id(context, 0)
    var sum: UInt64 = 0
    for index in 0..<count {
      let isAllowed = auto_movable_can_online_movable(
        context, -1, target, UInt(index & 0xFFFF), testTrace)
      sum &+= UInt64(testTrace.pointee.limit)
      sum &+= isAllowed ? 1 : 0
    }
    return sum
  }

  private func modelRatioTests(_ count: Int) -> UInt64 {
    let target: MemoryGroupID? = model.state.groups.groups.isEmpty ? nil : 0
    var sum: UInt64 = 0
    for index in 0..<count {
      let test = model.ratioTest(
        adding: UInt64(index & 0xFFFF), groupID: target, in: .system)
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
      let decision = policy.zone(
        for: PageRange(startPFN: UInt64(index & 0xFFFF) << 15, pageCount: 32768),
        onlineType: .online, nodeID: 0, group: target, nodes: nodes,
        groups: groups, sections: sections)
      sum &+= UInt64(decision.zone.rawValue) &+ decision.testedPages
    }
    return sum
  }

  private func modelZoneChoices(_ count: Int) -> UInt64 {
    let target: MemoryGroupID? = model.state.groups.groups.isEmpty ? nil : 0
    var sum: UInt64 = 0
    for index in 0..<count {
      let decision = model.zone(
        for: PageRange(startPFN: UInt64(index & 0xFFFF) << 15, pageCount: 32768),
        nodeID: 0, groupID: target)
      sum &+= UInt64(decision.zone.rawValue) &+ decision.testedPages
    }
    return sum
  }

  private func cZoneChoices(_ count: Int) -> UInt64 {
    let target = memory_group_find_by_id(context, 0)
    var sum: UInt64 = 0
    for index in 0..<count {
      let zone = zone_for_pfn_range(
        context, 1, 0, target, UInt(index & 0xFFFF) << 15, 32768, zoneTrace)!
      sum &+= UInt64(zone_idx(zone).rawValue) &+ UInt64(zoneTrace.pointee.tested_pages)
    }
    return sum
  }
}
