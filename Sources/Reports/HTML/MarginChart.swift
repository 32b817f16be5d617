// SPDX-License-Identifier: MIT

import Conformance

/// The margins as bars: far above the limit at the left, far below it at the
/// right.
///
/// Positions along the axis are in percent and heights in pixels, so that the
/// chart fits any width while its text keeps its size.
struct MarginChart {
  private let tally: Tally
  /// The number of tens between 1 and the top of the chart.
  private let decades: Int

  private static let top = 34.0
  private static let bottom = 214.0
  private static let height = 274

  init(_ tally: Tally) {
    self.tally = tally
    var decades = 1
    var power: UInt64 = 10
    let most = tally.margins.max() ?? 0
    while power < most, decades < 20 {
      decades += 1
      power = power.multipliedReportingOverflow(by: 10).overflow ? .max : power * 10
    }
    self.decades = decades
  }

  var text: String {
    """
    <svg class="chart" height="\(Self.height)" role="img" aria-labelledby="margins-title margins-text">
    <title id="margins-title">Cases by distance from the limit</title>
    <desc id="margins-text">\(summary)</desc>
    \(gridLines.joined(separator: "\n"))
    \(bars.joined(separator: "\n"))
    \(axis.joined(separator: "\n"))
    </svg>
    """
  }

  /// The chart in words.
  private var summary: String {
    func count(_ side: MarginBucket.Side) -> UInt64 {
      MarginBucket.all.reduce(0) {
        $0 &+ ($1.side == side ? tally.margins[$1.index] : 0)
      }
    }
    return """
      \(count(.above).grouped) cases above the limit, refused; \
      \(count(.at).grouped) exactly at it and \(count(.below).grouped) below it, allowed.
      """
  }
}

// MARK: Positions

extension MarginChart {
  /// The share of the width left of a bucket's bar.
  private func x(_ index: Int) -> Double {
    Double(index - 1) / Double(MarginBucket.all.count) * 100
  }

  /// The height of a count: its logarithm, with room below 1 so that a single
  /// case can be seen.
  private func y(_ count: Double) -> Double {
    let span = Self.bottom - Self.top
    let floor = 0.4
    return Self.bottom - span * (log10(count) + floor) / (Double(decades) + floor)
  }

  /// The logarithm, exact to more than is drawn, without a mathematics library.
  private func log10(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    // log2 is the exponent and, for the significand in 1..<2, a series in
    // (s - 1) / (s + 1), which is below 1/3.
    let ratio = (value.significand - 1) / (value.significand + 1)
    var sum = 0.0
    var power = ratio
    for term in 0..<12 {
      sum += power / Double(2 * term + 1)
      power *= ratio * ratio
    }
    let ln2 = 0.693_147_180_559_945_3
    let ln10 = 2.302_585_092_994_046
    return (Double(value.exponent) * ln2 + 2 * sum) / ln10
  }
}

// MARK: Parts

extension MarginChart {
  private var bars: [String] {
    MarginBucket.all.compactMap { bucket in
      let count = tally.margins[bucket.index]
      guard count > 0 else { return nil }
      let top = y(Double(count))
      return """
        <rect class="\(bucket.side.rawValue)" x="\(SVG.percent(x(bucket.index) + 0.06))" \
        y="\(SVG.number(top))" width="0.66%" height="\(SVG.number(Self.bottom - top))">\
        <title>\(bucket.words): \(count.grouped) cases</title></rect>
        """
    }
  }

  private var gridLines: [String] {
    let step = decades > 10 ? 4 : decades > 5 ? 2 : 1
    return stride(from: 0, through: decades, by: step).map { decade in
      let power = (0..<decade).reduce(1.0) { value, _ in value * 10 }
      let y = SVG.number(y(power))
      let label =
        decade <= 3
        ? ["1", "10", "100", "1,000"][decade]
        : "10<tspan dy=\"-5\" class=\"power\">\(decade)</tspan>"
      return """
        <line class="grid" x1="0" x2="100%" y1="\(y)" y2="\(y)"/>\
        <text class="tick" x="-8" y="\(y)" dy="4" text-anchor="end">\(label)</text>
        """
    }
  }

  private var axis: [String] {
    let bottom = SVG.number(Self.bottom)
    let middle = SVG.percent(x(MarginBucket.limitIndex) + 50 / Double(MarginBucket.all.count))
    var parts = [
      "<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"\(bottom)\" y2=\"\(bottom)\"/>",
      """
      <text class="side" x="25%" y="16" text-anchor="middle">\
      above the limit: refused</text>
      """,
      """
      <text class="side" x="75%" y="16" text-anchor="middle">\
      below the limit: allowed</text>
      """,
      """
      <line class="limit" x1="\(middle)" x2="\(middle)" y1="4" y2="\(bottom)"/>\
      <text class="tick" x="\(middle)" y="\(bottom)" dy="18" text-anchor="middle">limit</text>
      """,
    ]
    for exponent in stride(from: 10, through: 60, by: 10) {
      for side in [-1, 1] {
        // The bucket from 2^exponent on.
        let x = SVG.percent(
          x(MarginBucket.limitIndex + side * (exponent + 1))
            + 50 / Double(MarginBucket.all.count))
        let kind = exponent % 20 == 0 ? "tick" : "tick minor"
        parts.append(
          """
          <line class="axis" x1="\(x)" x2="\(x)" y1="\(bottom)" y2="\(SVG.number(Self.bottom + 4))"/>\
          <text class="\(kind)" x="\(x)" y="\(bottom)" dy="18" text-anchor="middle">\
          2<tspan dy="-5" class="power">\(exponent)</tspan></text>
          """)
      }
    }
    parts.append(
      """
      <text class="label" x="50%" y="\(SVG.number(Self.bottom + 48))" text-anchor="middle">\
      distance from the limit, pages</text>\
      <text class="label" x="-44" y="16">cases</text>
      """)
    return parts
  }
}

extension MarginBucket {
  /// The bucket in words.
  fileprivate var words: String {
    let (from, to) = (distances.lowerBound, distances.upperBound)
    let range =
      from == to
      ? "\(from.grouped) page\(from == 1 ? "" : "s")" : "\(from.grouped) to \(to.grouped) pages"
    switch side {
    case .above: return "above the limit by \(range)"
    case .at: return "exactly at the limit"
    case .below: return "below the limit by \(range)"
    }
  }
}
