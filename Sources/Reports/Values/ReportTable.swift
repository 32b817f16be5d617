// SPDX-License-Identifier: MIT

/// A small table, ready for any medium.
package struct ReportTable: Hashable, Sendable {
  /// The side that a column's text is flush with.
  package enum Alignment: Sendable { case leading, trailing }

  struct Column: Hashable, Sendable {
    let title: String
    let alignment: Alignment
  }

  struct Cell: Hashable, Sendable {
    let text: String
    /// Another way to read a number, such as `-1`.
    var hint: String? = nil
    /// Whether any other value would do as well.
    var isIrrelevant = false
  }

  let title: String
  var columns: [Column] = []
  var rows: [[Cell]] = []
}

extension ReportTable {
  /// Creates a table of texts.
  package init(_ title: String, columns: [(title: String, Alignment)], rows: [[String]]) {
    self.init(
      title: title, columns: columns.map { Column(title: $0.title, alignment: $0.1) },
      rows: rows.map { row in row.map { Cell(text: $0) } })
  }
}

extension ReportTable.Cell {
  /// The text with what belongs to it, for media without type faces.
  var plainText: String {
    text + (hint.map { " (\($0))" } ?? "") + (isIrrelevant ? " *" : "")
  }
}

extension ReportTable {
  /// The table in columns of characters, its title above it.
  package func text(style: TextStyle) -> String {
    let widths = columns.indices.map { column in
      rows.reduce(columns[column].title.count) {
        max($0, $1[column].plainText.count)
      }
    }
    func line(_ texts: [String]) -> String {
      let cells = columns.indices.map {
        texts[$0].padded(to: widths[$0], columns[$0].alignment)
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    var lines = [style.apply(.strong, to: title)]
    lines.append("  " + style.apply(.faint, to: line(columns.map { $0.title })))
    lines += rows.map { "  " + line($0.map { $0.plainText }) }
    return lines.joined(separator: "\n") + "\n"
  }
}
