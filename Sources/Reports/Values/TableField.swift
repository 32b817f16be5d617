// SPDX-License-Identifier: MIT

/// A column on its way into a table of rows that are values of some kind.
struct TableField<Row> {
  let title: String
  var alignment = ReportTable.Alignment.trailing
  /// Whether the column may be left out if all its numbers are 0.
  var isOptional = false
  let cell: (Row) -> ReportTable.Cell
}

extension ReportTable {
  init<Row>(_ title: String, _ rows: [Row], _ fields: [TableField<Row>]) {
    let shown = fields.filter { field in
      !field.isOptional || rows.contains { field.cell($0).text != "0" }
    }
    self.init(
      title: title,
      columns: shown.map { Column(title: $0.title, alignment: $0.alignment) },
      rows: rows.map { row in shown.map { $0.cell(row) } })
  }
}

extension ReportTable.Cell {
  /// A number, with another way to read it if it is hard to recognise.
  init(_ number: UInt64, isIrrelevant: Bool = false) {
    self.init(text: String(number), hint: number.hint, isIrrelevant: isIrrelevant)
  }
}
