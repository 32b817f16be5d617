// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension JSONWriter {
  /// Writes all counters and spans of a machine, those that are 0 too.
  public mutating func value(_ snapshot: MachineSnapshot) {
    beginObject()
    name("nodes")
    beginList()
    for (node, totals) in zip(snapshot.nodes, snapshot.totals) {
      value(node, totals)
    }
    endList()
    name("groups")
    beginList()
    for group in snapshot.groups { value(group) }
    endList()
    endObject()
  }

  private mutating func value(_ node: Node, _ totals: NodeExtent) {
    beginObject()
    name("nid")
    value(node.id.rawValue)
    field("node_start_pfn", totals.startPFN)
    field("node_spanned_pages", totals.spannedPages)
    field("node_present_pages", totals.presentPages)
    name("zones")
    beginList()
    for type in ZoneType.allCases {
      let zone = node[type]
      beginObject()
      name("zone")
      value(type.name)
      field("present_pages", zone.presentPages)
      field("present_early_pages", zone.presentEarlyPages)
      field("cma_pages", zone.cmaPages)
      field("zone_start_pfn", zone.startPFN)
      field("spanned_pages", zone.spannedPages)
      endObject()
    }
    endList()
    endObject()
  }

  private mutating func value(_ group: MemoryGroup) {
    beginObject()
    name("mgid")
    value(group.id.rawValue)
    name("nid")
    value(group.nodeID.rawValue)
    name("is_dynamic")
    value(group.isDynamic)
    switch group.kind {
    case .static(let maxPages): field("max_pages", maxPages)
    case .dynamic(let unitPages): field("unit_pages", unitPages)
    }
    field("present_kernel_pages", group.presentKernelPages)
    field("present_movable_pages", group.presentMovablePages)
    endObject()
  }

  private mutating func field(_ name: StaticString, _ number: UInt64) {
    self.name(name)
    value(number)
  }
}
