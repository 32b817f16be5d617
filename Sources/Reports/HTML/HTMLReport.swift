// SPDX-License-Identifier: MIT

import Cases
import Conformance

/// A report as one HTML page that needs nothing else: no script, no network.
struct HTMLReport {
  let report: DifferentialReport
  let includesTiming: Bool

  init(_ report: DifferentialReport, includesTiming: Bool) {
    self.report = report
    self.includesTiming = includesTiming
  }

  var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title.markup)</title>
    <style>
    \(Self.styleSheet)
    </style>
    </head>
    <body>
    <main>
    \(header)
    \(divergences)
    \(implementations)
    \(sources)
    \(strategies)
    \(HTMLOutcomes(report.total).text)
    \(HTMLMargins(report.total).text)
    </main>
    </body>
    </html>

    """
  }

  private static let styleSheet = String(decoding: PackageResources.report_css, as: UTF8.self)

  private var title: String {
    "\(report.verdict.rawValue.uppercased()): \(report.verdictSentence)"
  }
}

// MARK: Sections

extension HTMLReport {
  private var header: String {
    """
    <header class="\(report.verdict == .notCompared ? "empty" : report.verdict.rawValue)">
    <p class="kind">Differential run of the auto-movable online policy</p>
    <p class="verdict">\(report.verdict.rawValue.uppercased())</p>
    <h1>\(report.verdictSentence(unequal: "\u{2260}").markup)</h1>
    <dl>
    \(facts.map { "<div><dt>\($0)</dt><dd>\($1.markup)</dd></div>" }.joined(separator: "\n"))
    </dl>
    </header>
    """
  }

  private var facts: [(String, String)] {
    var facts = [
      ("Checksum", report.checksum.hexadecimal),
      ("Seed", "\(report.seed)"),
      ("Shard", "\(report.shard.index) of \(report.shard.count)"),
      ("Cases", report.cases.grouped),
      ("Divergent", report.divergenceCount.grouped),
    ]
    if includesTiming {
      facts.append(("Time", report.elapsed.spoken))
      facts.append(("Jobs", "\(report.jobs)"))
      if let rate = report.casesPerSecond {
        facts.append(("Cases per second", rate.grouped))
      }
    }
    return facts
  }

  private var implementations: String {
    let rows = [("under test", report.subject), ("reference", report.reference)]
      .map { role, implementation in
        """
        <tr><th scope="row">\(implementation.name.markup)</th><td>\(role)</td>\
        <td class="path">\(implementation.origin.breakableMarkup)</td>\
        <td>\(implementation.fields.words)</td>\
        <td>\(implementation.gaps.isEmpty ? "nothing" : implementation.gaps.joined(separator: ", ").markup)</td></tr>
        """
      }
    let extent =
      if let reason = report.incomparable {
        "Nothing was compared: \(reason.markup)."
      } else if report.strategies.contains(where: { $0.strategy.makesHistories }) {
        "After every operation its result, all counters and spans, and the blocks that it "
          + "named were compared."
      } else if report.comparesIntermediates {
        "Every result and every value on the way to it that both tell was compared, bit for bit."
      } else {
        "Results were compared; values on the way were not, as not both tell them."
      }
    return """
      <section>
      <h2>What was compared</h2>
      <p>\(extent)</p>
      \(Self.scrolling("Implementations", """
        <table>
        <thead><tr><th scope="col">Name</th><th scope="col">Role</th>\
        <th scope="col">Origin</th><th scope="col">Tells</th>\
        <th scope="col">Is silent on</th></tr></thead>
        <tbody>
        \(rows.joined(separator: "\n"))
        </tbody>
        </table>
        """))
      </section>
      """
  }

  private var sources: String {
    guard !report.sources.isEmpty else { return "" }
    let rows = report.sources.map {
      """
      <tr><th scope="row">\($0.name.markup)</th>\
      <td class="number">\($0.cases.grouped)</td>\
      <td class="number">\($0.declaredCases.grouped)</td></tr>
      """
    }
    let end = report.stop.map { " The run was \(Self.ended($0))." } ?? ""
    return """
      <section>
      <h2>Sources</h2>
      <p>Each declares its size in advance.\(end)</p>
      <table>
      <thead><tr><th scope="col">Source</th><th scope="col" class="number">Cases run</th>\
      <th scope="col" class="number">Declared</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </section>
      """
  }

  private var strategies: String {
    guard !report.tallies.isEmpty else { return "" }
    let rows = report.strategies.map { strategy, tally in
      let mark = tally.divergences > 0 ? " class=\"diverges\"" : ""
      return """
        <tr\(mark)><th scope="row">\(strategy.name)\
        <small>\(strategy.words.markup)</small></th>\
        <td class="number">\(tally.cases.grouped)</td>\
        <td class="number">\(tally.divergences.grouped)</td></tr>
        """
    }
    return """
      <section>
      <h2>Strategies</h2>
      <table>
      <thead><tr><th scope="col">Strategy</th><th scope="col" class="number">Cases</th>\
      <th scope="col" class="number">Divergent</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </section>
      """
  }

  private var divergences: String {
    guard report.verdict == .diverge else { return "" }
    let shown = report.divergences.enumerated().map { index, divergence in
      HTMLDivergence(divergence, number: index + 1, in: report).text
    }
    let histories = report.historyDivergences.enumerated().map { index, divergence in
      HTMLHistoryDivergence(
        divergence, number: shown.count + index + 1, in: report
      ).text
    }
    return """
      <section>
      <h2>Divergences</h2>
      <p>\(report.divergenceCount.grouped) of \(report.cases.grouped) cases diverged. \
      The first case of each kind was shrunk.\(others)</p>
      \((shown + histories).joined(separator: "\n"))
      </section>
      """
  }

  /// What is said of kinds that aren't listed, if there are any.
  private var others: String {
    let count = report.otherDivergences
    return count == 0 ? "" : " \(count.grouped) cases of other kinds came with the last of these."
  }

  private static func ended(_ stop: DifferentialReport.Stop) -> String {
    stop == .interrupted ? "interrupted" : stop.words
  }

  /// A block that scrolls sideways, by keyboard too, if it is too wide.
  static func scrolling(_ label: String, _ content: String) -> String {
    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(label.markup)\">\n"
      + content + "\n</div>"
  }
}
