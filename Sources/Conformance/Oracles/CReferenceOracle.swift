// SPDX-License-Identifier: MIT

import AutoMovable
import CReference

/// The C port as an oracle: a context that each batch is loaded into.
@safe
final class CReferenceOracle: Oracle {
  private let context: OpaquePointer

  init() throws(OracleError) {
    guard let context = unsafe memory_hotplug_alloc() else {
      throw OracleError("c: memory_hotplug_alloc: out of memory")
    }
    unsafe self.context = context
  }

  deinit { unsafe memory_hotplug_free(context) }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    try load(batch)
    for index in batch.queries.indices {
      switch batch.queries[index] {
      case .canOnlineMovable(let pages, let groupID, let scope):
        answers[index] = canOnlineMovable(
          pages, position(of: groupID, in: batch.state), scope)
      case .zone(let range, let onlineType, let nodeID, let groupID):
        answers[index] = zone(
          range, onlineType, nodeID, position(of: groupID, in: batch.state))
      }
    }
  }
}

// MARK: Loading

extension CReferenceOracle {
  private func load(_ batch: borrowing CaseBatch) throws(OracleError) {
    let policy = batch.policy
    unsafe memory_hotplug_reset(context)
    unsafe memory_hotplug_set_params(
      context, CInt(policy.onlinePolicy.rawValue), policy.autoMovableRatio,
      policy.isAutoMovableNUMAAware, policy.isMovableNodeEnabled)
    let nodes = batch.state.nodes.span
    for index in nodes.indices {
      try load(nodes[index])
    }
    let groups = batch.state.groups.groups.span
    for index in groups.indices {
      try load(groups[index])
    }
    let sections = batch.state.sections.span
    for index in sections.indices {
      let run = sections[index]
      let result = unsafe memory_hotplug_add_sections(
        context, UInt(run.firstSection), UInt(run.sectionCount),
        zone_type(UInt32(run.zone.rawValue)), run.nodeID.rawValue, false)
      guard result == 0 else {
        throw OracleError(
          "c: memory_hotplug_add_sections(\(run.firstSection), "
            + "\(run.sectionCount)): \(result)")
      }
    }
  }

  private func load(_ node: borrowing Node) throws(OracleError) {
    guard let target = unsafe memory_hotplug_add_node(context, node.id.rawValue)
    else { throw OracleError("c: memory_hotplug_add_node(\(node.id.rawValue))") }
    unsafe load(node.zones[0], into: &target.pointee.node_zones.0)
    unsafe load(node.zones[1], into: &target.pointee.node_zones.1)
    unsafe load(node.zones[2], into: &target.pointee.node_zones.2)
    unsafe load(node.zones[3], into: &target.pointee.node_zones.3)
    unsafe load(node.zones[4], into: &target.pointee.node_zones.4)
  }

  @inline(__always)
  private func load(_ source: Zone, into zone: inout zone) {
    unsafe zone.zone_start_pfn = UInt(source.startPFN)
    unsafe zone.spanned_pages = UInt(source.spannedPages)
    unsafe zone.present_pages = UInt(source.presentPages)
    unsafe zone.present_early_pages = UInt(source.presentEarlyPages)
    unsafe zone.cma_pages = UInt(source.cmaPages)
  }

  /// Registers a group; the port numbers groups by position, whatever ids the
  /// batch gives them.
  private func load(_ source: borrowing MemoryGroup) throws(OracleError) {
    let mgid =
      switch source.kind {
      case .static(let maxPages):
        unsafe memory_group_register_static(
          context, source.nodeID.rawValue, UInt(maxPages))
      case .dynamic(let unitPages):
        unsafe memory_group_register_dynamic(
          context, source.nodeID.rawValue, UInt(unitPages))
      }
    guard mgid >= 0, let group = unsafe memory_group_find_by_id(context, mgid)
    else {
      throw OracleError("c: registering group \(source.id.rawValue): \(mgid)")
    }
    unsafe group.pointee.present_kernel_pages = UInt(source.presentKernelPages)
    unsafe group.pointee.present_movable_pages = UInt(source.presentMovablePages)
  }

  private func position(
    of groupID: MemoryGroupID?, in state: borrowing MemoryState
  ) -> CInt {
    guard let groupID, let index = state.groups.index(of: groupID) else {
      return -1
    }
    return CInt(truncatingIfNeeded: index)
  }
}

// MARK: Asking

extension CReferenceOracle {
  private func canOnlineMovable(
    _ pages: UInt64, _ position: CInt, _ scope: Scope
  ) -> DecisionAnswer {
    var trace = auto_movable_trace()
    let isAllowed = unsafe auto_movable_can_online_movable(
      context, scope.nid, memory_group_find_by_id(context, position),
      UInt(pages), &trace)
    var answer = DecisionAnswer()
    answer[.result] = isAllowed ? 1 : 0
    answer.setTest(trace, at: .testExit)
    return answer
  }

  private func zone(
    _ range: PageRange, _ onlineType: OnlineType, _ nodeID: NodeID,
    _ position: CInt
  ) -> DecisionAnswer {
    var trace = zone_trace()
    let zone = unsafe zone_for_pfn_range(
      context, CInt(onlineType.rawValue), nodeID.rawValue,
      memory_group_find_by_id(context, position), UInt(range.startPFN),
      UInt(range.pageCount), &trace)
    var answer = DecisionAnswer()
    guard let zone = unsafe zone, let node = unsafe zone.pointee.zone_pgdat
    else {
      // No zone at all differs from every zone.
      answer[.result] = .max
      return answer
    }
    answer[.result] = unsafe UInt64(zone_idx(zone).rawValue)
    answer[.nid] = unsafe UInt64(bitPattern: Int64(node.pointee.node_id))
    answer[.exit] = UInt64(trace.exit.rawValue)
    answer[.kernelLookup] = trace.kernel_lookup ? 1 : 0
    answer[.kernelPFN] = UInt64(trace.kernel_pfn)
    answer[.kernelPages] = UInt64(trace.kernel_nr_pages)
    answer[.onlinePages] = UInt64(trace.online_pages)
    answer[.testedPages] = UInt64(trace.tested_pages)
    answer.setTest(trace.system, at: .testExit)
    answer.setTest(trace.node, at: .nodeTestExit)
    return answer
  }
}

extension DecisionAnswer {
  @inline(__always)
  fileprivate mutating func setTest(_ trace: auto_movable_trace, at first: Field) {
    let base = first.rawValue
    words[base] = UInt64(trace.exit.rawValue)
    words[base + 1] = UInt64(trace.kernel_early_pages)
    words[base + 2] = UInt64(trace.movable_pages)
    words[base + 3] = UInt64(trace.req_kernel_early_pages)
    words[base + 4] = UInt64(trace.group_movable_pages)
    words[base + 5] = UInt64(trace.kernel_pages)
    words[base + 6] = UInt64(trace.online_movable_pages)
    words[base + 7] = UInt64(trace.limit)
  }
}

extension Implementation {
  /// The C port.
  public static let c = Implementation(name: "c", origin: "CReference") {
    () throws(OracleError) in try CReferenceOracle()
  }
}
