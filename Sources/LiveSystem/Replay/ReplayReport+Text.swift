// SPDX-License-Identifier: MIT

extension ReplayReport: CustomStringConvertible {
  /// The figures in one line.
  public var description: String {
    [
      text("decisions", decisions), text("counters", zoneCounters),
      text("group counters", groupCounters), text("spans", zoneSpans), text("blocks", blocks),
      "not replayed \(omitted)",
    ].joined(separator: "; ")
  }

  private func text(_ name: String, _ tally: ReplayTally) -> String {
    "\(name) \(tally.count), agree \(tally.agreeing), differ \(tally.differing)"
  }

  /// The figures as a JSON object of one line.
  public func json(file: String) -> String {
    let fields = [
      ("decisions", decisions.count),
      ("agree", decisions.agreeing),
      ("differ", decisions.differing),
      ("counters", zoneCounters.count),
      ("counters_differ", zoneCounters.differing),
      ("skipped", omitted),
      ("group_counters", groupCounters.count),
      ("group_counters_differ", groupCounters.differing),
      ("spans", zoneSpans.count),
      ("spans_differ", zoneSpans.differing),
      ("blocks", blocks.count),
      ("blocks_differ", blocks.differing),
    ]
    let figures = fields.map { "\"\($0)\":\($1)" }.joined(separator: ",")
    return "{\"file\":\(file.jsonLiteral),\(figures)}"
  }
}

extension String {
  /// The text as a JSON string.
  fileprivate var jsonLiteral: String {
    var literal = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\":
        literal += "\\\(scalar)"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default:
        literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
