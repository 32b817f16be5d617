// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// Reads a report that was written as JSON, all that is in it.
struct ReportDecoder {
  /// The fields of a report.
  private enum Field: UInt8, JSONName {
    case schema, version, verdict, stop, reason, cases, declaredCases, divergentCases,
      declinedCases, checksum, seed, run, shard, subject, reference, sources, strategies,
      divergences, historyDivergences, timing

    var name: StaticString {
      switch self {
      case .schema: "schema"
      case .version: "version"
      case .verdict: "verdict"
      case .stop: "stop"
      case .reason: "reason"
      case .cases: "cases"
      case .declaredCases: "declared_cases"
      case .divergentCases: "divergent_cases"
      case .declinedCases: "declined_cases"
      case .checksum: "checksum"
      case .seed: "seed"
      case .run: "run"
      case .shard: "shard"
      case .subject: "subject"
      case .reference: "reference"
      case .sources: "sources"
      case .strategies: "strategies"
      case .divergences: "divergences"
      case .historyDivergences: "history_divergences"
      case .timing: "timing"
      }
    }

    /// Those that not every report has.
    static let optional: [Field] = [.reason, .historyDivergences, .timing]
  }

  /// What is said twice: once in so many words, and once by the parts.
  private struct Totals {
    var verdict = ""
    var cases: UInt64 = 0
    var declaredCases: UInt64 = 0
    var divergentCases: UInt64 = 0
    var declinedCases: UInt64 = 0
  }

  private enum StopName: UInt8, JSONName {
    case maxDivergences, time, interrupted

    var stop: DifferentialReport.Stop {
      switch self {
      case .maxDivergences: .maxDivergences
      case .time: .time
      case .interrupted: .interrupted
      }
    }

    var name: StaticString {
      switch self {
      case .maxDivergences: "max-divergences"
      case .time: "time"
      case .interrupted: "interrupted"
      }
    }
  }
}

extension ReportDecoder {
  /// Reads a report.
  ///
  /// - Throws: Also if its figures don't add up.
  func decode(_ reader: inout JSONReader) throws(JSONError) -> DifferentialReport {
    let nobody = Implementation.reported(
      name: "", origin: "", fields: .all, gaps: [], judgesHistories: false)
    var report = DifferentialReport(seed: 0, shard: .whole, subject: nobody, reference: nobody)
    var totals = Totals()
    // Kinds are told by both implementations' fields, so they have to wait.
    var (decisions, histories): (Int?, Int?)
    var fields = try JSONFields<Field>(&reader, "a report")
    while let field = try fields.next(&reader) {
      switch field {
      case .schema: try reader.expectText(JSONReport.schema)
      case .version: report.version = try reader.text()
      case .verdict: totals.verdict = try reader.text()
      case .stop: report.stop = reader.null() ? nil : try reader.name(StopName.self).stop
      case .reason: report.incomparable = try reader.text()
      case .cases: totals.cases = try reader.integer()
      case .declaredCases: totals.declaredCases = try reader.integer()
      case .divergentCases: totals.divergentCases = try reader.integer()
      case .declinedCases: totals.declinedCases = try reader.integer()
      case .checksum: report.checksum = try reader.address()
      case .seed: report.seed = try reader.integer()
      case .run: report.identity = try reader.address()
      case .shard:
        report.shard = try reader.shard()
      case .subject: report.subject = try reader.implementation()
      case .reference: report.reference = try reader.implementation()
      case .sources:
        report.sources = try reader.list { reader throws(JSONError) in try reader.source() }
      case .strategies: report.tallies = try reader.tallies()
      case .divergences: decisions = try reader.skippedValue()
      case .historyDivergences: histories = try reader.skippedValue()
      case .timing: (report.elapsed, report.jobs) = try reader.timing()
      }
    }
    var missing: UInt8 = 0
    while let field = Field(rawValue: missing) {
      guard fields.contains(field) || Field.optional.contains(field) else {
        throw fields.missing(field)
      }
      missing += 1
    }
    if let decisions { report.divergences = try divergences(at: decisions, of: report, reader) }
    if let histories {
      report.historyDivergences = try historyDivergences(at: histories, of: report, reader)
    }
    try check(report, totals, fields, reader)
    return report
  }

  private func divergences(
    at position: Int, of report: DifferentialReport, _ reader: borrowing JSONReader
  ) throws(JSONError) -> [Divergence] {
    var later = copy reader
    later.position = position
    return try later.list { reader throws(JSONError) in
      try DivergenceDecoder(report).decode(&reader)
    }
  }

  private func historyDivergences(
    at position: Int, of report: DifferentialReport, _ reader: borrowing JSONReader
  ) throws(JSONError) -> [HistoryDivergence] {
    var later = copy reader
    later.position = position
    return try later.list { reader throws(JSONError) in
      try HistoryDivergenceDecoder(report).decode(&reader)
    }
  }

  /// Holds what a report says of the whole against its parts.
  private func check(
    _ report: DifferentialReport, _ totals: Totals, _ fields: JSONFields<Field>,
    _ reader: borrowing JSONReader
  ) throws(JSONError) {
    let figures: [(Field, said: UInt64, counted: UInt64)] = [
      (.cases, totals.cases, report.cases),
      (.cases, totals.cases, report.sources.reduce(0) { $0 &+ $1.cases }),
      (.declaredCases, totals.declaredCases, report.declaredCases),
      (.divergentCases, totals.divergentCases, report.divergenceCount),
      (.declinedCases, totals.declinedCases, report.declined),
    ]
    for (field, said, counted) in figures where said != counted {
      throw reader.invalid(
        "\(said), but the parts are \(counted)", at: fields.offset(of: field, in: reader))
    }
    guard totals.verdict == report.verdict.rawValue else {
      throw reader.expected(
        "\"\(report.verdict.rawValue)\", as the figures say",
        at: fields.offset(of: .verdict, in: reader))
    }
  }
}

extension JSONReader {
  /// Passes over a value; returns where it is.
  fileprivate mutating func skippedValue() throws(JSONError) -> Int {
    _ = peek()
    let start = position
    try skipValue()
    return start
  }
}
