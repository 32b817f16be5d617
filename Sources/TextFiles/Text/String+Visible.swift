// SPDX-License-Identifier: MIT

extension String {
  /// The string with every character written out that would act on a terminal
  /// or on the order of the text around it instead of being seen.
  ///
  /// Names come from files; none may move the cursor or break a line. What is
  /// written out looks as in a Swift string: `\n`, `\u{1B}`.
  package var visible: String {
    guard unicodeScalars.contains(where: { $0.isInvisibleControl }) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isInvisibleControl {
        text += scalar.escaped(asASCII: true)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The beginning of the string, such characters written out, for a message.
  package var excerpt: String {
    let start = prefix(60)
    return String(start).visible + (start.endIndex < endIndex ? "..." : "")
  }
}

extension Unicode.Scalar {
  /// Whether the scalar controls output or can't be seen: C0, DEL and C1, line and
  /// paragraph separators, format characters such as those of bidirectional text and
  /// spaces without width, and the two noncharacters that XML forbids.
  var isInvisibleControl: Bool {
    // The ranges themselves: Unicode's tables are larger than all else in the page of plans.
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0x1BCA0...0x1BCA3,
      0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      true
    default:
      false
    }
  }
}
