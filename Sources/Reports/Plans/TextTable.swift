// SPDX-License-Identifier: MIT

/// Rows set in columns under a line of titles; each row may have a note below it.
struct TextTable {
  private var rows: [[String]]
  private var notes: [Int: String] = [:]

  init(_ titles: [String]) { rows = [titles] }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// Puts a text below the last row.
  mutating func note(_ text: String) { notes[rows.count - 1] = text }
}

extension TextTable: CustomStringConvertible {
  /// Lines that end with a newline, none with blanks at its end.
  var description: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for (index, row) in rows.enumerated() {
      var line = ""
      for (column, cell) in row.enumerated() {
        line += (line.isEmpty ? "" : "  ") + cell.padded(to: widths[column])
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
      if let note = notes[index], !note.isEmpty { text += "  " + note + "\n" }
    }
    return text
  }
}
