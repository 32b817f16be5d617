// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import OracleInterface

/// A batch in the interface's flat arrays, which are used again for the next.
@safe
struct InterfaceBatch {
  var nodes: [automovable_node] = []
  var groups: [automovable_group] = []
  var sections: [automovable_sections] = []
  var queries: [automovable_query] = []

  /// The sizes and zones of the machine.
  var geometry = automovable_geometry(.x86_64)

  /// The batch without the pointers to its arrays.
  var header = unsafe automovable_batch()
}

extension InterfaceBatch {
  /// Takes over a batch.
  mutating func load(_ batch: borrowing CaseBatch) {
    load(batch.state)
    queries.removeAll(keepingCapacity: true)
    for query in batch.queries {
      queries.append(Self.query(query, in: batch.state))
    }
    let policy = batch.policy
    unsafe header = automovable_batch()
    unsafe header.auto_movable = policy.onlinePolicy == .autoMovable ? 1 : 0
    unsafe header.auto_movable_ratio = policy.autoMovableRatio
    unsafe header.auto_movable_numa_aware = policy.isAutoMovableNUMAAware ? 1 : 0
    unsafe header.movable_node = policy.isMovableNodeEnabled ? 1 : 0
    unsafe header.nr_nodes = UInt64(nodes.count)
    unsafe header.nr_groups = UInt64(groups.count)
    unsafe header.nr_sections = UInt64(sections.count)
    unsafe header.nr_queries = UInt64(queries.count)
  }

  private mutating func load(_ state: borrowing MemoryState) {
    geometry = automovable_geometry(state.geometry)
    nodes.removeAll(keepingCapacity: true)
    for node in state.nodes {
      let zones = node.zones
      nodes.append(
        automovable_node(
          zones: (
            Self.zone(zones[0]), Self.zone(zones[1]), Self.zone(zones[2]),
            Self.zone(zones[3]), Self.zone(zones[4])
          ),
          nid: node.id.rawValue, reserved: 0))
    }
    groups.removeAll(keepingCapacity: true)
    for group in state.groups.groups {
      groups.append(
        automovable_group(
          pages: group.kind.pages, present_kernel_pages: group.presentKernelPages,
          present_movable_pages: group.presentMovablePages,
          nid: group.nodeID.rawValue, is_dynamic: group.isDynamic ? 1 : 0))
    }
    sections.removeAll(keepingCapacity: true)
    for run in state.sections {
      sections.append(
        automovable_sections(
          first: run.firstSection, count: run.sectionCount,
          nid: run.nodeID.rawValue, zone: UInt32(run.zone.rawValue)))
    }
  }

  private static func zone(_ zone: Zone) -> automovable_zone {
    automovable_zone(
      start_pfn: zone.startPFN, spanned_pages: zone.spannedPages,
      present_pages: zone.presentPages,
      present_early_pages: zone.presentEarlyPages, cma_pages: zone.cmaPages)
  }

  private static func query(
    _ query: DecisionQuery, in state: borrowing MemoryState
  ) -> automovable_query {
    let group =
      query.groupID.flatMap { state.groups.index(forID: $0) }
      .map { Int32(truncatingIfNeeded: $0) } ?? -1
    return switch query {
    case .canOnlineMovable(let pages, _, let scope):
      automovable_query(
        function: AUTOMOVABLE_CAN_ONLINE_MOVABLE.rawValue, online_type: 0,
        nid: scope.nid, group: group, start_pfn: 0, nr_pages: pages)
    case .zone(let range, let onlineType, let nodeID, _):
      automovable_query(
        function: AUTOMOVABLE_ZONE_FOR_PFN_RANGE.rawValue,
        online_type: UInt32(onlineType.rawValue), nid: nodeID.rawValue,
        group: group, start_pfn: range.startPFN, nr_pages: range.pageCount)
    }
  }
}

extension InterfaceBatch {
  /// Hands out the batch with its pointers set.
  func withPointers<Result>(
    _ body: (UnsafePointer<automovable_batch>) -> Result
  ) -> Result {
    unsafe nodes.withUnsafeBufferPointer { nodes in
      unsafe groups.withUnsafeBufferPointer { groups in
        unsafe sections.withUnsafeBufferPointer { sections in
          unsafe queries.withUnsafeBufferPointer { queries in
            var batch = unsafe header
            unsafe batch.nodes = nodes.baseAddress
            unsafe batch.groups = groups.baseAddress
            unsafe batch.sections = sections.baseAddress
            unsafe batch.queries = queries.baseAddress
            return unsafe withUnsafePointer(to: &batch, body)
          }
        }
      }
    }
  }
}

extension automovable_geometry {
  /// Takes over a geometry.
  init(_ geometry: Geometry) {
    self.init(
      page_size: geometry.pageSize, section_size: geometry.sectionSize,
      zones: ZoneType.allCases.reduce(0) {
        $0 | (geometry.zones.contains($1) ? 1 << UInt32($1.rawValue) : 0)
      }, numa: geometry.isNUMA ? 1 : 0, cma: geometry.hasCMA ? 1 : 0, reserved: 0)
  }

  /// Whether it says the same as another one.
  func isSame(as other: automovable_geometry) -> Bool {
    page_size == other.page_size && section_size == other.section_size
      && zones == other.zones && numa == other.numa && cma == other.cma
  }
}

extension DecisionAnswer {
  /// Takes an answer over from the interface.
  init(_ answer: automovable_answer) {
    self.init()
    choice = SIMD8(
      answer.result, answer.nid, answer.exit, answer.kernel_lookup,
      answer.kernel_pfn, answer.kernel_nr_pages, answer.online_pages,
      answer.tested_pages)
    test = Self.words(of: answer.system)
    nodeTest = Self.words(of: answer.node)
  }

  private static func words(of test: automovable_test) -> SIMD8<UInt64> {
    SIMD8(
      test.exit, test.kernel_early_pages, test.movable_pages,
      test.req_kernel_early_pages, test.group_movable_pages, test.kernel_pages,
      test.online_movable_pages, test.limit)
  }
}
