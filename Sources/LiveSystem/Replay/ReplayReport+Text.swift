// SPDX-License-Identifier: MIT

extension ReplayReport: CustomStringConvertible {
  /// The figures in one line.
  public var description: String {
    [
      text("decisions", decisions), text("counters", zoneCounters),
      text("group counters", groupCounters), text("spans", zoneSpans), text("blocks", blocks),
      text("nodes", nodes), text("texts", texts), text("operations", operations),
      "not replayed \(omitted)",
    ].joined(separator: "; ")
  }

  private func text(_ name: String, _ tally: ReplayTally) -> String {
    "\(name) \(tally.count), agree \(tally.agreeing), differ \(tally.differing)"
  }
}
