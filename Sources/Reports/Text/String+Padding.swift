// SPDX-License-Identifier: MIT

extension String {
  /// The string with spaces up to a width, in characters.
  func padded(to width: Int, _ alignment: ReportTable.Alignment = .leading) -> String {
    let padding = String(repeating: " ", count: max(0, width - count))
    return alignment == .leading ? self + padding : padding + self
  }

  /// Every line that isn't empty behind a prefix.
  func indented(by prefix: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : prefix + $0 }
      .joined(separator: "\n")
  }
}
