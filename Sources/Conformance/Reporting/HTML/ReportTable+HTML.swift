// SPDX-License-Identifier: MIT

extension ReportTable {
  /// The table as HTML, its title as caption.
  var html: String {
    let head = columns.map {
      "<th scope=\"col\"\($0.alignment.attribute)>\($0.title.markup)</th>"
    }
    let body = rows.map { row in
      let cells = columns.indices.map {
        "<td\(columns[$0].alignment.attribute)>\(row[$0].html)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
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
