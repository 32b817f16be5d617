// SPDX-License-Identifier: MIT

extension String {
  /// The text as one word of a shell's command line that isn't an option.
  package var shellWord: String {
    // `-` itself is standard input.
    let word = hasPrefix("-") && self != "-" ? "./" + self : self
    let isPlain = word.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-")...UInt8(ascii: "/"),
        UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ":"):
        true
      default: false
      }
    }
    if isPlain, !word.isEmpty { return word }
    // Nothing is special between single quotes but the quote itself.
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}
