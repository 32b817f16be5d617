// SPDX-License-Identifier: MIT

// The Swift core as an oracle library, compiled with it into one module: for
// mutants.

import OracleInterface

private func zone(_ zone: automovable_zone) -> Zone {
  Zone(
    startPFN: zone.start_pfn, spannedPages: zone.spanned_pages,
    presentPages: zone.present_pages, presentEarlyPages: zone.present_early_pages,
    cmaPages: zone.cma_pages)
}

private func state(_ batch: automovable_batch) -> MemoryState? {
  var state = MemoryState()
  for index in 0..<Int(batch.nr_nodes) {
    let from = batch.nodes[index]
    var node = Node(id: NodeID(from.nid))
    node.zones[0] = zone(from.zones.0)
    node.zones[1] = zone(from.zones.1)
    node.zones[2] = zone(from.zones.2)
    node.zones[3] = zone(from.zones.3)
    node.zones[4] = zone(from.zones.4)
    state.nodes.append(node)
  }
  for index in 0..<Int(batch.nr_groups) {
    let from = batch.groups[index]
    let kind: MemoryGroup.Kind =
      from.is_dynamic == 1 ? .dynamic(unitPages: from.pages) : .static(maxPages: from.pages)
    guard let id = try? state.groups.register(kind, nodeID: NodeID(from.nid)) else {
      return nil
    }
    state.groups.update(id) {
      $0.presentKernelPages = from.present_kernel_pages
      $0.presentMovablePages = from.present_movable_pages
    }
  }
  for index in 0..<Int(batch.nr_sections) {
    let from = batch.sections[index]
    state.sections.append(
      SectionRun(
        firstSection: from.first, sectionCount: from.count,
        zone: ZoneType(rawValue: UInt8(from.zone))!, nodeID: NodeID(from.nid)))
  }
  return state
}

@c(automovable_oracle_abi)
public func coreABI() -> UInt32 { UInt32(AUTOMOVABLE_ORACLE_ABI) }

@c(automovable_oracle_origin)
public func coreOrigin() -> UnsafePointer<CChar>? {
  UnsafeRawPointer(
    ("Sources/AutoMovable, by way of Tests/Adequacy/core.swift" as StaticString)
      .utf8Start
  ).assumingMemoryBound(to: CChar.self)
}

@c(automovable_oracle_largest_unit)
public func coreLargestUnit() -> UInt64 { .max }

@c(automovable_oracle_words)
public func coreWords() -> UInt32 { UInt32(AUTOMOVABLE_RESULTS_ONLY) }

@c(automovable_oracle_create)
public func coreCreate() -> UnsafeMutableRawPointer? { .allocate(byteCount: 1, alignment: 1) }

@c(automovable_oracle_destroy)
public func coreDestroy(_ oracle: UnsafeMutableRawPointer?) { oracle?.deallocate() }

@c(automovable_oracle_decide)
public func coreDecide(
  _ oracle: UnsafeMutableRawPointer?, _ batch: UnsafePointer<automovable_batch>,
  _ answers: UnsafeMutablePointer<automovable_answer>
) -> Int32 {
  let batch = batch.pointee
  guard let state = state(batch) else { return -1 }
  let policy = Policy(
    onlinePolicy: batch.auto_movable == 1 ? .autoMovable : .contigZones,
    autoMovableRatio: batch.auto_movable_ratio,
    isAutoMovableNUMAAware: batch.auto_movable_numa_aware == 1,
    isMovableNodeEnabled: batch.movable_node == 1)
  for index in 0..<Int(batch.nr_queries) {
    let query = batch.queries[index]
    let groupID = query.group < 0 ? nil : MemoryGroupID(query.group)
    if query.function == 0 {
      let test = try? state.ratioTest(
        adding: query.nr_pages, groupID: groupID,
        in: query.nid == -1 ? .system : .node(NodeID(query.nid)), policy: policy)
      guard let test else { return -1 }
      answers[index].result = test.isAllowed ? 1 : 0
    } else {
      let decision = try? state.onlineDecision(
        for: PageRange(startPFN: query.start_pfn, pageCount: query.nr_pages),
        onlineType: OnlineType(rawValue: UInt8(query.online_type))!,
        nodeID: NodeID(query.nid), groupID: groupID, policy: policy)
      guard let decision else { return -1 }
      answers[index].result = UInt64(decision.zone.rawValue)
      answers[index].nid = UInt64(bitPattern: Int64(decision.nodeID.rawValue))
    }
  }
  return 0
}
