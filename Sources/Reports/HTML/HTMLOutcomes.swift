// SPDX-License-Identifier: MIT

import Conformance

/// The histogram of decisions: two tables, one a function, with bars.
struct HTMLOutcomes {
  let tally: Tally

  init(_ tally: Tally) { self.tally = tally }

  var text: String {
    guard tally.cases > 0 else { return "" }
    if tally.operations > 0 { return operations }
    let tables = [
      table("auto_movable_can_online_movable", Tally.Outcome.ofTests),
      table("zone_for_pfn_range", Tally.Outcome.ofZones),
    ]
    return """
      <section>
      <h2>Decisions</h2>
      <p>How the cases ended in the implementation under test, by the kernel's \
      function that was asked. A bar is a share of that function's cases.</p>
      <div class="columns">
      \(tables.joined(separator: "\n"))
      </div>
      </section>
      """
  }

  private var operations: String {
    """
    <section>
    <h2>Operations</h2>
    <p>What came of the histories' operations in the implementation under test.</p>
    <div class="columns">
    \(table("operations", Tally.Outcome.ofOperations, counted: "Operations"))
    </div>
    </section>
    """
  }

  private func table(
    _ function: String, _ outcomes: [Tally.Outcome], counted: String = "Cases"
  ) -> String {
    let total = outcomes.reduce(0) { $0 &+ tally.outcomes[$1.rawValue] }
    let rows = outcomes.map { outcome in
      let count = tally.outcomes[outcome.rawValue]
      return """
        <tr><th scope="row">\(outcome.words.markup)\(bar(count, of: total, outcome))</th>\
        <td class="number">\(count.grouped)</td>\
        <td class="number">\(Self.percentage(count, of: total))</td></tr>
        """
    }
    return """
      <table class="bars">
      <caption><code>\(function)</code></caption>
      <thead><tr><th scope="col">Outcome</th><th scope="col" class="number">\(counted)</th>\
      <th scope="col" class="number">Share</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  /// The bar, which says what the numbers beside it say.
  private func bar(_ count: UInt64, of total: UInt64, _ outcome: Tally.Outcome) -> String {
    // A bar that isn't empty can be seen.
    let share = count == 0 ? 0 : max(0.4, Double(count) / Double(total) * 100)
    let kind = outcome.isAllowed ? "below" : "above"
    let color = Tally.Outcome.ratioDecisions.contains(outcome) ? kind : "other"
    return """
      <svg class="bar" height="7" aria-hidden="true">\
      <rect class="track" width="100%" height="7"/>\
      <rect class="\(color)" width="\(SVG.percent(share))" height="7"/></svg>
      """
  }

  /// A share in percent with one digit behind the point; small shares of more
  /// than nothing aren't shown as nothing.
  static func percentage(_ count: UInt64, of total: UInt64) -> String {
    guard total > 0, count > 0 else { return "0 %" }
    // A product of the count could overflow; the quotient fits, as the count
    // isn't above the total.
    let wide = count.multipliedFullWidth(by: 1000)
    let perMille = count >= total ? 1000 : total.dividingFullWidth(wide).quotient
    if perMille == 0 { return "&lt; 0.1 %" }
    if perMille == 1000 { return count == total ? "100 %" : "99.9 %" }
    return "\(perMille / 10).\(perMille % 10) %"
  }
}

extension Tally.Outcome {
  /// The outcomes for which the ratio was asked.
  fileprivate static let ratioDecisions: [Tally.Outcome] =
    ofTests + [.refusedBySystem, .refusedByNode, .allowed]
}
