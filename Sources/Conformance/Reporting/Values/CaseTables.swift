// SPDX-License-Identifier: MIT

import AutoMovable

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

/// A column on its way into a table: the numbers that may be left out if all
/// of them are 0.
private struct Field<Row> {
  let title: String
  var alignment = ReportTable.Alignment.trailing
  var isOptional = false
  let cell: (Row) -> ReportTable.Cell
}

extension ReportTable {
  fileprivate init<Row>(_ title: String, _ rows: [Row], _ fields: [Field<Row>]) {
    let shown = fields.filter { field in
      !field.isOptional || rows.contains { field.cell($0).text != "0" }
    }
    self.init(
      title: title,
      columns: shown.map { Column(title: $0.title, alignment: $0.alignment) },
      rows: rows.map { row in shown.map { $0.cell(row) } })
  }
}

private struct Builder {
  let vector: DecisionVector
  let irrelevant: Set<String>

  func number(_ value: UInt64, at path: String) -> ReportTable.Cell {
    .init(
      text: String(value), hint: value.hint,
      isIrrelevant: irrelevant.contains(path))
  }

  var parameters: ReportTable {
    let policy = vector.policy
    return ReportTable(
      "params", [policy],
      [
        Field(title: "online_policy", alignment: .leading) {
          .init(text: "\($0.onlinePolicy.name)")
        },
        Field(title: "auto_movable_ratio") {
          number(UInt64($0.autoMovableRatio), at: "params.auto_movable_ratio")
        },
        Field(title: "auto_movable_numa_aware", alignment: .leading) {
          .init(text: "\($0.isAutoMovableNUMAAware)")
        },
        Field(title: "movable_node", alignment: .leading) {
          .init(text: "\($0.isMovableNodeEnabled)")
        },
      ])
  }

  var zones: ReportTable {
    // A node without zones has a row too: it matters that it is online.
    let rows = vector.state.nodes.indices.flatMap { index in
      let node = vector.state.nodes[index]
      let types = ZoneType.allCases.filter { node[$0] != Zone() }
      return types.isEmpty
        ? [(index, node, nil)] : types.map { (index, node, Optional($0)) }
    }
    func field(_ title: String, _ value: @escaping (Zone) -> UInt64)
      -> Field<(Int, Node, ZoneType?)>
    {
      Field(title: title, isOptional: title != "present_pages") {
        (index, node, type) in
        guard let type else { return .init(text: "0") }
        return number(value(node[type]), at: "nodes[\(index)].\(type).\(title)")
      }
    }
    return ReportTable(
      "nodes", rows,
      [
        Field(title: "nid") { .init(text: "\($0.1.id.rawValue)") },
        Field(title: "zone", alignment: .leading) {
          .init(text: $0.2.map { "\($0)" } ?? "none")
        },
        field("present_pages", \.presentPages),
        field("present_early_pages", \.presentEarlyPages),
        field("cma_pages", \.cmaPages),
        field("zone_start_pfn", \.startPFN),
        field("spanned_pages", \.spannedPages),
      ])
  }

  var groups: ReportTable {
    let rows = Array(vector.state.groups.groups.enumerated())
    return ReportTable(
      "groups", rows,
      [
        Field(title: "mgid") { .init(text: "\($0.element.id.rawValue)") },
        Field(title: "nid") { .init(text: "\($0.element.nodeID.rawValue)") },
        Field(title: "kind", alignment: .leading) {
          .init(text: $0.element.isDynamic ? "dynamic" : "static")
        },
        Field(title: "unit_pages", isOptional: true) {
          guard case .dynamic(let pages) = $0.element.kind else {
            return .init(text: "0")
          }
          return number(pages, at: "groups[\($0.offset)].unit_pages")
        },
        Field(title: "max_pages", isOptional: true) {
          guard case .static(let pages) = $0.element.kind else {
            return .init(text: "0")
          }
          return number(pages, at: "groups[\($0.offset)].max_pages")
        },
        Field(title: "present_kernel_pages") {
          number(
            $0.element.presentKernelPages,
            at: "groups[\($0.offset)].present_kernel_pages")
        },
        Field(title: "present_movable_pages") {
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
        Field(title: "first") {
          number($0.element.firstSection, at: "sections[\($0.offset)].first")
        },
        Field(title: "count") {
          number($0.element.sectionCount, at: "sections[\($0.offset)].count")
        },
        Field(title: "zone", alignment: .leading) {
          .init(text: "\($0.element.zone)")
        },
        Field(title: "nid") { .init(text: "\($0.element.nodeID.rawValue)") },
      ])
  }

  var query: ReportTable {
    let group = vector.query.groupID.map { "\($0.rawValue)" } ?? "none"
    var fields: [Field<Void>] = [
      Field(title: "function", alignment: .leading) {
        .init(text: vector.query.functionName)
      }
    ]
    switch vector.query {
    case .canOnlineMovable(let pages, _, let scope):
      fields += [
        Field(title: "nid") { .init(text: "\(scope.nid)") },
        Field(title: "mgid") { .init(text: group) },
        Field(title: "nr_pages") { number(pages, at: "query.nr_pages") },
      ]
    case .zone(let range, let onlineType, let nodeID, _):
      fields += [
        Field(title: "online_type", alignment: .leading) {
          .init(text: "\(onlineType.name)")
        },
        Field(title: "nid") { .init(text: "\(nodeID.rawValue)") },
        Field(title: "mgid") { .init(text: group) },
        Field(title: "start_pfn") {
          number(range.startPFN, at: "query.start_pfn")
        },
        Field(title: "nr_pages") {
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
