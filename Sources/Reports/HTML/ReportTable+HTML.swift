// SPDX-License-Identifier: MIT

extension ReportTable {
  /// The table as HTML, its title as caption.
  var html: String { html { _ in false } }

  /// The table as HTML, some rows set off as those that differ.
  func html(differs: ([Cell]) -> Bool) -> String {
    // A column of marks says what the rows' colour says.
    let shown = columns.indices.filter { columns[$0].title != "" }
    let head = shown.map {
      "<th scope=\"col\"\(columns[$0].alignment.attribute)>\(columns[$0].title.markup)</th>"
    }
    let body = rows.map { row in
      let cells = shown.map {
        "<td\(columns[$0].alignment.attribute)>\(row[$0].html)</td>"
      }
      return "<tr\(differs(row) ? " class=\"differs\"" : "")>\(cells.joined())</tr>"
    }
    return HTMLReport.scrolling(
      title,
      """
      <table class="case">
      <caption>\(title.markup)</caption>
      <thead><tr>\(head.joined())</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table>
      """)
  }
}

extension ReportTable {
  /// A table of one row as a list, which may be as narrow as the page.
  var htmlList: String {
    let items = zip(columns, rows.first ?? []).map { column, cell in
      "<div><dt>\(column.title.markup)</dt><dd><code>\(cell.html)</code></dd></div>"
    }
    return "<dl class=\"case\">\n\(items.joined(separator: "\n"))\n</dl>"
  }
}

extension ReportTable.Cell {
  /// The text with what belongs to it, as HTML.
  var html: String {
    var text = text.markup
    if isIrrelevant {
      text = "<i title=\"any other value that was tried also fails\">\(text) *</i>"
    }
    if let hint { text += "<small>\(hint.markup)</small>" }
    return text
  }
}

extension ReportTable.Alignment {
  fileprivate var attribute: String { self == .trailing ? " class=\"number\"" : "" }
}
