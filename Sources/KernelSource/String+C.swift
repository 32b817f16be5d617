// SPDX-License-Identifier: MIT

extension String {
  /// The text for between the quotes of a C literal.
  var escapedForC: String {
    var text = ""
    for character in unicodeScalars {
      switch character {
      case "\"", "\\": text += "\\\(character)"
      case "\n", "\r": text += " "
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }
}
