// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension Explanation {
  /// What auto_movable_zone_for_pfn saw before the ratio tests.
  var zoneBlocks: [TextBlock] {
    guard answer.stage(.testExit) != .notMade else { return [] }
    var block = textBlock("Device or unit")
    let maxPages = answer[.onlinePages] &+ answer[.testedPages]
    let size =
      switch group?.kind {
      case .static: "max_pages of the device"
      case .dynamic: "unit_pages of the device"
      case nil: "nr_pages, as there is no group"
      }
    block.add("max_pages", maxPages, size)
    block.add("online_pages", answer[.onlinePages], "movable already")
    block.add("nr_pages", answer[.testedPages], "asked of the ratio tests")
    return [block]
  }

  /// How a kernel zone was looked up, if one was.
  var lookupBlock: TextBlock? {
    guard answer[.kernelLookup] != 0,
      case .zone(let range, _, let nodeID, _) = vector.query
    else { return nil }
    let lookup = PageRange(
      startPFN: answer[.kernelPFN], pageCount: answer[.kernelPages])
    var block = textBlock("Kernel zone lookup, default_kernel_zone_for_pfn")
    block.add(
      "pfn", "\(lookup.startPFN)",
      lookup.startPFN == range.startPFN
        ? "as asked" : "not the start_pfn that was asked")
    block.add(
      "nr_pages", "\(lookup.pageCount)",
      lookup.pageCount == range.pageCount
        ? "as asked" : "not the nr_pages that was asked")
    let node = vector.state.nodes.first { $0.id == nodeID } ?? Node(id: nodeID)
    for type in [ZoneType.dma, .dma32] {
      let zone = node[type]
      block.add(
        "\(type.name)", "",
        zone.spannedPages == 0
          ? "empty"
          : "spans pfn \(zone.startPFN)..<\(zone.endPFN), "
            + (zone.intersects(lookup) ? "met" : "not met"))
    }
    block.add("Normal", "", "taken if neither is met")
    return block
  }
}
