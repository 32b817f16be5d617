// SPDX-License-Identifier: MIT

import Conformance

/// The histogram of the distances between movable memory and the limit.
struct HTMLMargins {
  let tally: Tally

  init(_ tally: Tally) { self.tally = tally }

  var text: String {
    guard tally.margins.contains(where: { $0 > 0 }) else { return "" }
    return """
      <section>
      <h2>Margins</h2>
      <p>How far the movable memory there would be was from the limit, in the \
      last ratio test of each case that came to a comparison; in pages, one bar \
      for each power of two. Both axes are logarithmic.</p>
      <figure>
      \(MarginChart(tally).text)
      </figure>
      <table class="margins">
      <thead><tr><th scope="col">Distance in pages</th>\
      <th scope="col" class="number">Refused</th>\
      <th scope="col" class="number">Allowed</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </section>
      """
  }

  /// The distances that tell most, in steps: at the limit, beside it, within a
  /// memory section, a TiB, and beyond.
  private static let bands: [(title: String, bits: ClosedRange<Int>)] = [
    ("1", 1...1), ("2 to 32,767", 2...15), ("from 32,768 (128 MiB)", 16...28),
    ("from 2<sup>28</sup> (1 TiB)", 29...64),
  ]

  private var rows: [String] {
    let limit = MarginBucket.limitIndex
    let exact = tally.margins[limit]
    let first = """
      <tr><th scope="row">0, at the limit</th><td class="number">-</td>\
      <td class="number">\(exact.grouped)</td></tr>
      """
    return [first]
      + Self.bands.map { title, bits in
        let above = bits.reduce(0) { $0 &+ tally.margins[limit - $1] }
        let below = bits.reduce(0) { $0 &+ tally.margins[limit + $1] }
        return """
          <tr><th scope="row">\(title)</th><td class="number">\(above.grouped)</td>\
          <td class="number">\(below.grouped)</td></tr>
          """
      }
  }
}
