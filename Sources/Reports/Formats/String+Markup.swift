// SPDX-License-Identifier: MIT

import TextFiles

extension String {
  /// The string as text or attribute value of XML or HTML.
  ///
  /// Newlines and tabs stay; other characters that control output, which XML
  /// mostly forbids even escaped, are written out as `\u{1B}`.
  var markup: String {
    var text = ""
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if !text.isEmpty || line.startIndex != startIndex { text += "\n" }
      for scalar in String(line).visible.unicodeScalars {
        switch scalar {
        case "&": text += "&amp;"
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        case "\"": text += "&quot;"
        case "'": text += "&#39;"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }

  /// The string as text of HTML whose lines may break after slashes.
  var breakableMarkup: String {
    markup.split(separator: "/", omittingEmptySubsequences: false)
      .joined(separator: "/<wbr>")
  }
}
