// SPDX-License-Identifier: MIT

/// A report as a JSON object of the schema `automovable-report/1`.
///
/// Fields are always in the same order and integers exact. All that differs
/// between runs with the same outcome is in the object `timing`, which is there
/// only if asked for. `vector` and `original` are lines of the vectors' format.
struct JSONReport {
  let report: DifferentialReport
  let options: ReportOptions

  init(_ report: DifferentialReport, options: ReportOptions) {
    self.report = report
    self.options = options
  }

  var text: String { JSONValue.object(fields).text() + "\n" }

  private var fields: [(name: String, value: JSONValue)] {
    var fields: [(name: String, value: JSONValue)] = [
      ("schema", .string("automovable-report/1")),
      ("verdict", .string(report.verdict.rawValue)),
      ("stop", report.stop.map { .string($0.rawValue) } ?? .null),
      ("cases", .integer(report.cases)),
      ("declared_cases", .integer(report.declaredCases)),
      ("divergent_cases", .integer(report.divergenceCount)),
      // As text: this is the form in which it is printed and compared.
      ("checksum", .string(report.checksum.hexadecimal)),
      ("seed", .integer(report.seed)),
      (
        "shard",
        .object([
          ("index", .integer(UInt64(clamping: report.shard.index))),
          ("count", .integer(UInt64(clamping: report.shard.count))),
        ])
      ),
      ("subject", object(report.subject)),
      ("reference", object(report.reference)),
      ("sources", .list(report.sources.map(object))),
      ("strategies", .list(report.strategies.map(object))),
      ("divergences", .list(report.divergences.map(object))),
    ]
    if options.includesTiming { fields.append(("timing", timing)) }
    return fields
  }

  private var timing: JSONValue {
    .object([
      ("elapsed_ns", .integer(report.elapsed.nanoseconds)),
      ("jobs", .integer(UInt64(clamping: report.jobs))),
      ("cases_per_second", report.casesPerSecond.map { .integer($0) } ?? .null),
    ])
  }

  private func object(_ implementation: Implementation) -> JSONValue {
    .object([
      ("name", .string(implementation.name)),
      ("origin", .string(implementation.origin)),
      ("traces_intermediates", .bool(implementation.tracesIntermediates)),
    ])
  }

  private func object(_ source: DifferentialReport.Source) -> JSONValue {
    .object([
      ("name", .string(source.name)),
      ("cases", .integer(source.cases)),
      ("declared_cases", .integer(source.declaredCases)),
    ])
  }

  private func object(_ strategy: Strategy, _ tally: Tally) -> JSONValue {
    .object([
      ("name", .string(strategy.rawValue)),
      ("cases", .integer(tally.cases)),
      ("divergent_cases", .integer(tally.divergences)),
      (
        "outcomes",
        .object(
          Tally.Outcome.allCases.map {
            ($0.name, .integer(tally.outcomes[$0.rawValue]))
          })
      ),
      (
        "margins",
        .list(
          MarginBucket.all.compactMap {
            let cases = tally.margins[$0.index]
            return cases == 0 ? nil : object($0, cases)
          })
      ),
    ])
  }

  private func object(_ bucket: MarginBucket, _ cases: UInt64) -> JSONValue {
    .object([
      ("side", .string(bucket.side.rawValue)),
      ("from", .integer(bucket.distances.lowerBound)),
      ("to", .integer(bucket.distances.upperBound)),
      ("cases", .integer(cases)),
    ])
  }

  private func object(_ divergence: Divergence) -> JSONValue {
    let comparison = AnswerComparison(
      divergence, subjectTraces: report.subject.tracesIntermediates,
      referenceTraces: report.reference.tracesIntermediates)
    return .object([
      ("signature", .string(divergence.signature)),
      ("strategy", .string(divergence.strategy.rawValue)),
      ("case", .integer(divergence.index)),
      ("first_difference", comparison.firstDifference.map { .string($0.name) } ?? .null),
      ("subject", object(divergence.subject)),
      ("reference", object(divergence.reference)),
      ("irrelevant_inputs", .list(divergence.irrelevantInputs.map { .string($0) })),
      ("vector", .encoded(options.vectorLine(divergence.shrunk))),
      ("original", .encoded(options.vectorLine(divergence.original))),
      ("replay", .string(divergence.replay)),
    ])
  }

  private func object(_ answer: DecisionAnswer) -> JSONValue {
    .object(
      DecisionAnswer.Field.allCases.map { ($0.name, .integer(answer[$0])) })
  }
}
