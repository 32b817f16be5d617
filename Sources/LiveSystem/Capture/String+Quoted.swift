// SPDX-License-Identifier: MIT

extension String {
  /// The text in quotation marks for a message of one line, cut if it is long.
  var quoted: String {
    let text = prefix(40).map { $0.isNewline || $0.asciiValue.map { $0 < 32 } == true ? "?" : $0 }
    return "\"\(String(text))\(text.count < count ? "..." : "")\""
  }
}
