// SPDX-License-Identifier: MIT

import AutoMovable

extension VectorRecords {
  mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    var rest = number
    for _ in 0..<Number.bitWidth / 8 {
      records.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  mutating func append(_ policy: Policy) {
    append(UInt32(policy.onlinePolicy.rawValue))
    append(policy.autoMovableRatio)
    append(UInt32(policy.isAutoMovableNUMAAware ? 1 : 0))
    append(UInt32(policy.isMovableNodeEnabled ? 1 : 0))
  }

  mutating func append(
    _ query: DecisionQuery, expecting result: DecisionResult?
  ) {
    switch query {
    case .canOnlineMovable(let pages, let groupID, let scope):
      append(UInt32(0))
      append(scope.nid)
      append(groupID?.rawValue ?? -1)
      append(UInt32(0))
      append(UInt64(0))
      append(pages)
    case .zone(let range, let onlineType, let nodeID, let groupID):
      append(UInt32(onlineType.rawValue))
      append(nodeID.rawValue)
      append(groupID?.rawValue ?? -1)
      append(UInt32(0))
      append(range.startPFN)
      append(range.pageCount)
    }
    switch result {
    case .canOnlineMovable(let isAllowed):
      append(UInt64(isAllowed ? 1 : 0))
      append(UInt64(0))
    case .zone(let zone, let nodeID):
      append(UInt64(zone.rawValue))
      append(Int64(nodeID.rawValue))
    case nil:
      append(UInt64.max)
      append(UInt64(0))
    }
  }

  mutating func append(_ node: Node) {
    for index in node.zones.indices {
      let zone = node.zones[index]
      append(zone.startPFN)
      append(zone.spannedPages)
      append(zone.presentPages)
      append(zone.presentEarlyPages)
      append(zone.cmaPages)
    }
    append(node.id.rawValue)
    append(UInt32(0))
  }

  mutating func append(_ group: MemoryGroup) {
    append(group.kind.pages)
    append(group.presentKernelPages)
    append(group.presentMovablePages)
    append(group.nodeID.rawValue)
    append(UInt32(group.isDynamic ? 1 : 0))
  }

  mutating func append(_ run: SectionRun) {
    append(run.firstSection)
    append(run.sectionCount)
    append(run.nodeID.rawValue)
    append(UInt32(run.zone.rawValue))
  }
}
