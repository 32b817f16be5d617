// SPDX-License-Identifier: MIT

import AutoMovable

extension ReportTable {
  /// The zones of nodes.
  ///
  /// - Parameter irrelevant: The paths of the numbers to mark.
  static func zones(of nodes: [Node], irrelevant: Set<String> = []) -> ReportTable {
    // A node without zones has a row too: it matters that it is online.
    let rows = nodes.indices.flatMap { index in
      let node = nodes[index]
      let types = ZoneType.allCases.filter { node[$0] != Zone() }
      return types.isEmpty
        ? [(index, node, nil)] : types.map { (index, node, Optional($0)) }
    }
    func field(_ title: String, _ value: @escaping (Zone) -> UInt64)
      -> TableField<(Int, Node, ZoneType?)>
    {
      TableField(title: title, isOptional: title != "present_pages") {
        (index, node, type) in
        guard let type else { return .init(text: "0") }
        return .init(
          value(node[type]),
          isIrrelevant: irrelevant.contains("nodes[\(index)].\(type).\(title)"))
      }
    }
    return ReportTable(
      "nodes", rows,
      [
        TableField(title: "nid") { .init(text: "\($0.1.id.rawValue)") },
        TableField(title: "zone", alignment: .leading) {
          .init(text: $0.2.map { "\($0)" } ?? "none")
        },
        field("present_pages", \.presentPages),
        field("present_early_pages", \.presentEarlyPages),
        field("cma_pages", \.cmaPages),
        field("zone_start_pfn", \.startPFN),
        field("spanned_pages", \.spannedPages),
      ])
  }
}
