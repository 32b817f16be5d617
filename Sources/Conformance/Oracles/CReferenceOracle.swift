// SPDX-License-Identifier: MIT

import AutoMovable
import CReference
import Cases

/// The C port as an oracle: a context that each batch is loaded into.
@safe
final class CReferenceOracle: Oracle {
  private let context: OpaquePointer

  /// What the port writes its values to; not on the stack, from where they
  /// would be copied before they are read.
  private let testTrace: UnsafeMutablePointer<auto_movable_trace>
  private let zoneTrace: UnsafeMutablePointer<zone_trace>

  init() throws(OracleError) {
    guard let context = unsafe memory_hotplug_alloc() else {
      throw OracleError("c: memory_hotplug_alloc: out of memory")
    }
    unsafe self.context = context
    unsafe testTrace = .allocate(capacity: 1)
    unsafe testTrace.initialize(to: auto_movable_trace())
    unsafe zoneTrace = .allocate(capacity: 1)
    unsafe zoneTrace.initialize(to: zone_trace())
  }

  deinit {
    unsafe memory_hotplug_free(context)
    unsafe testTrace.deallocate()
    unsafe zoneTrace.deallocate()
  }

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
    // That of x86-64 is what a context has after a reset.
    if batch.state.geometry != .x86_64 { try load(batch.state.geometry) }
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

  private func load(_ geometry: Geometry) throws(OracleError) {
    let result = unsafe memory_hotplug_set_geometry(context, geometry)
    guard result == 0 else { throw OracleError("c: memory_hotplug_set_geometry: \(result)") }
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
    guard let groupID, let index = state.groups.index(forID: groupID) else {
      return -1
    }
    return CInt(truncatingIfNeeded: index)
  }
}

// MARK: Asking

extension CReferenceOracle {
  @inline(__always)
  private func canOnlineMovable(
    _ pages: UInt64, _ position: CInt, _ scope: RatioTest.Scope
  ) -> DecisionAnswer {
    let isAllowed = unsafe auto_movable_can_online_movable(
      context, scope.nid, memory_group_find_by_id(context, position),
      UInt(pages), testTrace)
    var answer = DecisionAnswer()
    answer[.result] = isAllowed ? 1 : 0
    answer.test = unsafe DecisionAnswer.words(of: testTrace)
    return answer
  }

  @inline(__always)
  private func zone(
    _ range: PageRange, _ onlineType: OnlineType, _ nodeID: NodeID,
    _ position: CInt
  ) -> DecisionAnswer {
    let zone = unsafe zone_for_pfn_range(
      context, CInt(onlineType.rawValue), nodeID.rawValue,
      memory_group_find_by_id(context, position), UInt(range.startPFN),
      UInt(range.pageCount), zoneTrace)
    guard let zone = unsafe zone, let node = unsafe zone.pointee.zone_pgdat
    else { return .withoutZone }
    var answer = DecisionAnswer()
    answer.choice = unsafe SIMD8(
      UInt64(zone_idx(zone).rawValue),
      UInt64(bitPattern: Int64(node.pointee.node_id)),
      UInt64(zoneTrace.pointee.exit.rawValue),
      zoneTrace.pointee.kernel_lookup ? 1 : 0,
      UInt64(zoneTrace.pointee.kernel_pfn),
      UInt64(zoneTrace.pointee.kernel_nr_pages),
      UInt64(zoneTrace.pointee.online_pages),
      UInt64(zoneTrace.pointee.tested_pages))
    unsafe answer.test = DecisionAnswer.words(of: &zoneTrace.pointee.system)
    unsafe answer.nodeTest = DecisionAnswer.words(of: &zoneTrace.pointee.node)
    return answer
  }
}

extension DecisionAnswer {
  @inline(__always)
  fileprivate static func words(
    of trace: UnsafePointer<auto_movable_trace>
  ) -> SIMD8<UInt64> {
    unsafe SIMD8(
      UInt64(trace.pointee.exit.rawValue),
      UInt64(trace.pointee.kernel_early_pages),
      UInt64(trace.pointee.movable_pages),
      UInt64(trace.pointee.req_kernel_early_pages),
      UInt64(trace.pointee.group_movable_pages),
      UInt64(trace.pointee.kernel_pages),
      UInt64(trace.pointee.online_movable_pages),
      UInt64(trace.pointee.limit))
  }
}

/// Gives a context of the port a geometry. Zones that it doesn't have are those
/// that nobody fills.
func memory_hotplug_set_geometry(_ context: OpaquePointer, _ geometry: Geometry) -> CInt {
  unsafe memory_hotplug_set_geometry(
    context, UInt32(geometry.pageShift), UInt32(geometry.sectionSizeBits), geometry.isNUMA)
}

extension Implementation {
  /// The C port.
  public static let c = Implementation(
    name: "c", origin: "CReference", largestUnit: nil,
    makeMachine: { () throws(OracleError) in try ReferenceMachine() },
    make: { () throws(OracleError) in try CReferenceOracle() })
}
