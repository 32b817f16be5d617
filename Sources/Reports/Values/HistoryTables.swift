// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import TextFiles

/// A history that goes wrong as tables: the machine, the operations with both
/// machines' results, and what differs in the end.
struct HistoryTables: Sendable {
  /// The machine after boot.
  let machine: [ReportTable]

  /// The operations and their results.
  let operations: ReportTable

  /// The numbers that differ after the last operation; may have no rows.
  let differences: ReportTable

  init(_ divergence: HistoryDivergence, in report: DifferentialReport) {
    self.init(divergence, report.subject, report.reference)
  }

  init(
    _ divergence: HistoryDivergence, _ subject: Implementation, _ reference: Implementation
  ) {
    let trace = divergence.shrunk
    machine = [Self.parameters(of: trace.machine), .zones(of: trace.machine.nodes)]
      .filter { !$0.rows.isEmpty }
    let (left, right) = (subject.name.visible, reference.name.visible)
    let results = divergence.results
    operations = ReportTable(
      "operations", Array(trace.steps.indices),
      [
        TableField(title: "") {
          .init(text: results[$0].subject == results[$0].reference ? "" : ">")
        },
        TableField(title: "op") { .init(text: "\($0)") },
        TableField(title: "function or file", alignment: .leading) {
          .init(text: trace.steps[$0].operation.name)
        },
        TableField(title: "of", alignment: .leading) {
          .init(text: trace.steps[$0].operation.arguments)
        },
        TableField(title: left, alignment: .leading) {
          .init(text: results[$0].subject.description)
        },
        TableField(title: right, alignment: .leading) {
          .init(text: results[$0].reference.description)
        },
      ])
    differences = ReportTable(
      "what differs afterwards", divergence.differences,
      [
        TableField(title: "of", alignment: .leading) { .init(text: $0.place) },
        TableField(title: "value", alignment: .leading) { .init(text: $0.kind) },
        TableField(title: left) { .init(text: $0.subject) },
        TableField(title: right) { .init(text: $0.reference) },
      ])
  }

  private static func parameters(of machine: TraceMachine) -> ReportTable {
    let policy = machine.parameters.policy
    var fields: [TableField<Void>] = [
      TableField(title: "online_policy", alignment: .leading) {
        .init(text: "\(policy.onlinePolicy.name)")
      },
      TableField(title: "auto_movable_ratio") {
        .init(UInt64(policy.autoMovableRatio))
      },
      TableField(title: "auto_movable_numa_aware", alignment: .leading) {
        .init(text: "\(policy.isAutoMovableNUMAAware)")
      },
      TableField(title: "memmap_on_memory", alignment: .leading) {
        .init(text: "\(machine.parameters.isMemmapOnMemoryEnabled)")
      },
      TableField(title: "movable_node", alignment: .leading) {
        .init(text: "\(policy.isMovableNodeEnabled)")
      },
      TableField(title: "auto_online_blocks", alignment: .leading) {
        .init(text: "\(machine.autoOnlineType.name)")
      },
      TableField(title: "block_size_bytes") { .init(machine.blockSizeBytes) },
    ]
    if machine.kernel != .standard {
      fields.append(
        TableField(title: "kernel", alignment: .leading) {
          .init(text: "\(machine.kernel)")
        })
    }
    if let possible = machine.possibleNodes {
      fields.append(
        TableField(title: "possible_nids", alignment: .leading) {
          .init(text: possible.map { "\($0.rawValue)" }.joined(separator: " "))
        })
    }
    return ReportTable("params", [()], fields)
  }
}
