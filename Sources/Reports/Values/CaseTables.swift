// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A case as tables in the terms of the vectors' file format: parameters,
/// zones, groups, online sections and the question.
///
/// As in the format, what is empty or 0 throughout is left out.
struct CaseTables: Sendable {
  /// The tables that have rows.
  let tables: [ReportTable]

  /// Creates the tables of a vector.
  ///
  /// - Parameter irrelevantInputs: The paths of the numbers to mark.
  init(_ vector: DecisionVector, irrelevantInputs: [String] = []) {
    let builder = Builder(vector: vector, irrelevant: Set(irrelevantInputs))
    tables = [
      builder.parameters, builder.zones, builder.groups, builder.sections,
      builder.query,
    ].filter { !$0.rows.isEmpty }
  }
}

private struct Builder {
  let vector: DecisionVector
  let irrelevant: Set<String>

  func number(_ value: UInt64, at path: String) -> ReportTable.Cell {
    .init(value, isIrrelevant: irrelevant.contains(path))
  }

  var parameters: ReportTable {
    let policy = vector.policy
    return ReportTable(
      "params", [policy],
      [
        TableField(title: "online_policy", alignment: .leading) {
          .init(text: "\($0.onlinePolicy.name)")
        },
        TableField(title: "auto_movable_ratio") {
          number(UInt64($0.autoMovableRatio), at: "params.auto_movable_ratio")
        },
        TableField(title: "auto_movable_numa_aware", alignment: .leading) {
          .init(text: "\($0.isAutoMovableNUMAAware)")
        },
        TableField(title: "movable_node", alignment: .leading) {
          .init(text: "\($0.isMovableNodeEnabled)")
        },
      ])
  }

  var zones: ReportTable {
    ReportTable.zones(of: vector.state.nodes, irrelevant: irrelevant)
  }

  var groups: ReportTable {
    let rows = Array(vector.state.groups.groups.enumerated())
    return ReportTable(
      "groups", rows,
      [
        TableField(title: "mgid") { .init(text: "\($0.element.id.rawValue)") },
        TableField(title: "nid") { .init(text: "\($0.element.nodeID.rawValue)") },
        TableField(title: "kind", alignment: .leading) {
          .init(text: $0.element.isDynamic ? "dynamic" : "static")
        },
        TableField(title: "unit_pages", isOptional: true) {
          guard case .dynamic(let pages) = $0.element.kind else {
            return .init(text: "0")
          }
          return number(pages, at: "groups[\($0.offset)].unit_pages")
        },
        TableField(title: "max_pages", isOptional: true) {
          guard case .static(let pages) = $0.element.kind else {
            return .init(text: "0")
          }
          return number(pages, at: "groups[\($0.offset)].max_pages")
        },
        TableField(title: "present_kernel_pages") {
          number(
            $0.element.presentKernelPages,
            at: "groups[\($0.offset)].present_kernel_pages")
        },
        TableField(title: "present_movable_pages") {
          number(
            $0.element.presentMovablePages,
            at: "groups[\($0.offset)].present_movable_pages")
        },
      ])
  }

  var sections: ReportTable {
    let rows = Array(vector.state.sections.enumerated())
    return ReportTable(
      "sections", rows,
      [
        TableField(title: "first") {
          number($0.element.firstSection, at: "sections[\($0.offset)].first")
        },
        TableField(title: "count") {
          number($0.element.sectionCount, at: "sections[\($0.offset)].count")
        },
        TableField(title: "zone", alignment: .leading) {
          .init(text: "\($0.element.zone)")
        },
        TableField(title: "nid") { .init(text: "\($0.element.nodeID.rawValue)") },
      ])
  }

  var query: ReportTable {
    let group = vector.query.groupID.map { "\($0.rawValue)" } ?? "none"
    var fields: [TableField<Void>] = [
      TableField(title: "function", alignment: .leading) {
        .init(text: vector.query.functionName)
      }
    ]
    switch vector.query {
    case .canOnlineMovable(let pages, _, let scope):
      fields += [
        TableField(title: "nid") { .init(text: "\(scope.nid)") },
        TableField(title: "mgid") { .init(text: group) },
        TableField(title: "nr_pages") { number(pages, at: "query.nr_pages") },
      ]
    case .zone(let range, let onlineType, let nodeID, _):
      fields += [
        TableField(title: "online_type", alignment: .leading) {
          .init(text: "\(onlineType.name)")
        },
        TableField(title: "nid") { .init(text: "\(nodeID.rawValue)") },
        TableField(title: "mgid") { .init(text: group) },
        TableField(title: "start_pfn") {
          number(range.startPFN, at: "query.start_pfn")
        },
        TableField(title: "nr_pages") {
          number(range.pageCount, at: "query.nr_pages")
        },
      ]
    }
    return ReportTable("query", [()], fields)
  }
}

extension DecisionQuery {
  /// The kernel's function that answers the question.
  var functionName: String {
    switch self {
    case .canOnlineMovable: "auto_movable_can_online_movable"
    case .zone: "zone_for_pfn_range"
    }
  }
}
