// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import LiveSystem
import Reports
import Scenarios
import TextFiles

/// Memory blocks in rows, as lsmem has them.
struct MemoryTable {
  /// A column.
  enum Column: String, CaseIterable {
    case range, size, state, removable, block, node, zones, device

    /// The columns that are shown unless others are chosen.
    static let usual: [Column] = [.range, .size, .state, .block, .node, .zones, .device]

    var title: String { rawValue.uppercased() }

    var alignment: ReportTable.Alignment {
      switch self {
      case .size, .node, .removable: .trailing
      case .range, .state, .block, .zones, .device: .leading
      }
    }
  }

  /// The columns.
  let columns: [Column]

  private var rows: [Row] = []

  /// Blocks that are the same in all columns that tell them apart.
  private struct Row {
    let first: InspectedBlock
    var count: UInt64
    let texts: [String]
  }

  /// Makes a row of each block, or of all neighbours that are alike.
  init(_ inspection: Inspection, columns: [Column], isEach: Bool) {
    self.columns = columns
    blockSize = inspection.blockPages * inspection.geometry.pageSize
    for block in inspection.blocks {
      let texts = columns.map { block.text($0) }
      if !isEach, let last = rows.last, last.texts == texts,
        last.first.block.index + last.count == block.block.index
      {
        rows[rows.count - 1].count += 1
      } else {
        rows.append(Row(first: block, count: 1, texts: texts))
      }
    }
  }

  private let blockSize: UInt64
}

extension MemoryTable {
  /// The table as text.
  func text(style: TextStyle) -> String {
    ReportTable(
      "Memory blocks", columns: columns.map { ($0.title, $0.alignment) },
      rows: rows.map { row in columns.map { text($0, row) } }
    ).text(style: style)
  }

  /// Writes the table as lsmem -J does.
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("memory")
    json.beginList()
    for row in rows {
      json.beginObject()
      for column in columns {
        json.name(column.rawValue)
        switch column {
        case .removable: json.value(row.first.block.removable == "1")
        case .node: json.value(row.first.block.nodeID.rawValue)
        case .range, .size, .state, .block, .zones, .device: json.value(text(column, row))
        }
      }
      json.endObject()
    }
    json.endList()
    json.endObject()
    json.endLine()
  }

  private func text(_ column: Column, _ row: Row) -> String {
    let first = row.first.block.index
    switch column {
    case .range:
      return Self.address(first * blockSize) + "-"
        + Self.address((first + row.count) * blockSize - 1)
    case .size: return "\(ByteCount(rawValue: row.count * blockSize))"
    case .block: return row.count == 1 ? "\(first)" : "\(first)-\(first + row.count - 1)"
    case .state, .removable, .node, .zones, .device:
      return row.first.text(column)
    }
  }

  private static func address(_ address: UInt64) -> String {
    let digits = String(address, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, 16 - digits.count)) + digits
  }
}

extension InspectedBlock {
  /// What a column has of the block; nothing if that depends on how many blocks
  /// there are.
  fileprivate func text(_ column: MemoryTable.Column) -> String {
    switch column {
    case .range, .size, .block: ""
    case .state: block.state
    case .removable: block.removable == "1" ? "yes" : block.removable == nil ? "" : "no"
    case .node: block.nodes.isEmpty ? "" : block.nodes.map { "\($0)" }.joined(separator: ",")
    case .zones: block.validZones.replacing(" ", with: "/")
    case .device: device.visible
    }
  }
}

/// Columns as `-o` names them.
struct MemoryColumns: ExpressibleByArgument {
  let columns: [MemoryTable.Column]

  init(_ columns: [MemoryTable.Column]) { self.columns = columns }

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let columns = names.compactMap { MemoryTable.Column(rawValue: $0.lowercased()) }
    guard columns.count == names.count else { return nil }
    self.columns = columns
  }

  var defaultValueDescription: String { columns.map(\.title).joined(separator: ",") }
}
