// SPDX-License-Identifier: MIT

import CaseSupport
import Testing

@testable import Cases
@testable import TextFiles

/// Strings as JSON has them, by way of a vector's id.
struct VectorStringTests {
  private func line(_ id: [UInt8]) -> VectorLine {
    VectorLine(
      Array(#"{"query":{"function":"auto_movable_can_online_movable"},"id":""#.utf8)
        + id + Array(#""}"#.utf8))
  }

  @Test(arguments: [
    ("", ""),
    (#"a\"\\\/\b\f\n\r\t"#, "a\"\\/\u{8}\u{C}\n\r\t"),
    (#"\u0041\u00e9\u20AC"#, "Aé€"),
    (#"\ud83d\ude00"#, "😀"),
    (#"\uDBFF\uDFFF"#, "\u{10FFFF}"),
    (#"\u0000"#, "\0"),
    ("é€😀\u{7FF}\u{FFFF}\u{10FFFF}", "é€😀\u{7FF}\u{FFFF}\u{10FFFF}"),
    ("\u{7F}\u{2028}", "\u{7F}\u{2028}"),
  ])
  func isRead(_ text: String, _ id: String) throws {
    let vector = try line(Array(text.utf8)).decoded
    #expect(Array(vector.id.utf8) == Array(id.utf8))

    // What is written is read again, and is the same text when written again.
    var json = JSONWriter()
    vector.write(to: &json)
    let again = try VectorLine(json.bytes).decoded
    #expect(Array(again.id.utf8) == Array(id.utf8))
  }

  @Test(arguments: [
    (#"\ud83d"#, "half a surrogate pair"),
    (#"\ud83dx"#, "half a surrogate pair"),
    (#"\ud83d\n"#, "half a surrogate pair"),
    (#"\ud83d\u0041"#, "half a surrogate pair"),
    (#"\ude00"#, "half a surrogate pair"),
    (#"\u12"#, #"\u without four hexadecimal digits"#),
    (#"\u12g4"#, #"\u without four hexadecimal digits"#),
    (#"\x41"#, "unknown escape in a string"),
    ("a\tb", "control character in a string"),
    ("a\0b", "control character in a string"),
  ])
  func isRefused(_ text: String, _ problem: String) {
    #expect(line(Array(text.utf8)).problem == "id: \(problem)")
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28],
      [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80],
      [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ] as [[UInt8]])
  func isNoUTF8(_ bytes: [UInt8]) {
    #expect(line(bytes).problem == "id: invalid UTF-8 in a string")
  }
}
