// SPDX-License-Identifier: MIT

/// Numbers as SVG wants them.
enum SVG {
  /// A coordinate in percent with at most two digits behind the point.
  static func percent(_ value: Double) -> String { number(value) + "%" }

  /// A coordinate with at most two digits behind the point, the same on every
  /// machine.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let magnitude = hundredths.magnitude
    var text = "\(magnitude / 100)"
    let fraction = magnitude % 100
    if fraction % 10 > 0 {
      text += fraction < 10 ? ".0\(fraction)" : ".\(fraction)"
    } else if fraction > 0 {
      text += ".\(fraction / 10)"
    }
    return (hundredths < 0 ? "-" : "") + text
  }
}
