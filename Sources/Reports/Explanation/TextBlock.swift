// SPDX-License-Identifier: MIT

import AutoMovable

/// A title with rows of text under it, set in columns.
struct TextBlock {
  /// A row: a name, a value set flush right, and a remark.
  typealias Row = (name: String, value: String, remark: String)

  let title: String
  private(set) var rows: [Row] = []

  /// The size of pages.
  private let geometry: Geometry

  init(_ title: String, of geometry: Geometry = .x86_64) {
    self.title = title
    self.geometry = geometry
  }

  mutating func add(_ name: String, _ value: String, _ remark: String = "") {
    rows.append((name, value, remark))
  }

  mutating func add(_ name: String, _ pages: UInt64, _ remark: String = "") {
    let size = PageCount(pages: pages, of: geometry).size
    add(name, "\(pages)", remark.isEmpty ? size : "\(size), \(remark)")
  }
}

extension TextBlock: CustomStringConvertible {
  var description: String {
    let nameWidth = rows.map(\.name.count).max() ?? 0
    let valueWidth = rows.map(\.value.count).max() ?? 0
    var text = title + "\n"
    for row in rows {
      text += "  "
      // Nothing is padded that is the last in its line.
      guard !row.value.isEmpty || !row.remark.isEmpty else {
        text += row.name + "\n"
        continue
      }
      text += row.name.padded(to: nameWidth) + "  "
      text += String(repeating: " ", count: valueWidth - row.value.count)
      text += row.value
      if !row.remark.isEmpty { text += "  " + row.remark }
      text += "\n"
    }
    return text
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
