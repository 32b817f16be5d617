// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// A report as a JSON object of the schema `automovable-report/1`.
///
/// Fields are always in the same order and integers exact. All that differs
/// between runs with the same outcome is in the object `timing`, which is there
/// only if asked for. `vector` and `original` are objects of the vectors'
/// format.
struct JSONReport {
  private let report: DifferentialReport
  private let includesTiming: Bool
  private var json = JSONWriter()

  /// What the object says that it is.
  static let schema = "automovable-report/1"

  init(_ report: DifferentialReport, includesTiming: Bool) {
    self.report = report
    self.includesTiming = includesTiming
  }

  var text: String {
    var copy = self
    copy.write()
    return String(decoding: copy.json.bytes, as: UTF8.self)
  }
}

extension JSONReport {
  private mutating func write() {
    json.beginObject()
    line("schema", Self.schema)
    line("version", report.version)
    line("verdict", report.verdict.rawValue)
    json.beginLine()
    json.name("stop")
    if let stop = report.stop { json.value(stop.rawValue) } else { json.null() }
    if let reason = report.incomparable { line("reason", reason) }
    line("cases", report.cases)
    line("declared_cases", report.declaredCases)
    line("divergent_cases", report.divergenceCount)
    line("declined_cases", report.declined)
    // As text: this is the form in which it is printed and compared.
    line("checksum", report.checksum.hexadecimal)
    line("seed", report.seed)
    line("run", report.identity.hexadecimal)
    json.beginLine()
    json.write(shard: report.shard)
    write("subject", report.subject)
    write("reference", report.reference)
    list("sources", report.sources) { $0.write($1) }
    list("strategies", report.strategies) {
      $0.json.write($1.strategy, $1.tally, isJudged: $0.report.isJudged)
    }
    list("divergences", report.divergences) { $0.write($1) }
    if report.strategies.contains(where: \.strategy.makesHistories) {
      list("history_divergences", report.historyDivergences) { $0.write($1) }
    }
    if includesTiming { writeTiming() }
    json.endObject()
    json.endLine()
  }

  private mutating func writeTiming() {
    json.beginLine()
    json.name("timing")
    json.beginObject()
    json.field("elapsed_ns", report.elapsed.nanoseconds)
    json.field("jobs", UInt64(clamping: report.jobs))
    json.name("cases_per_second")
    if let rate = report.casesPerSecond { json.value(rate) } else { json.null() }
    json.endObject()
  }

  private mutating func write(_ name: StaticString, _ implementation: Implementation) {
    json.beginLine()
    json.name(name)
    json.beginObject()
    json.field("name", implementation.name)
    json.field("origin", implementation.origin)
    json.field("tells", implementation.fields.words)
    if implementation.fields != .all {
      json.name("fields")
      json.beginList()
      for field in DecisionAnswer.Field.allCases where implementation.fields.contains(field) {
        json.value(field.name)
      }
      json.endList()
    }
    json.field("judges_histories", implementation.judgesHistories ? true : nil)
    if !implementation.gaps.isEmpty {
      json.name("silent_on")
      json.beginList()
      for gap in implementation.gaps { json.value(gap) }
      json.endList()
    }
    json.endObject()
  }

  private mutating func write(_ source: DifferentialReport.Source) {
    json.beginObject()
    json.field("name", source.name)
    json.field("cases", source.cases)
    json.field("declared_cases", source.declaredCases)
    json.field("all_cases", source.size)
    json.endObject()
  }

  private mutating func write(_ divergence: Divergence) {
    json.beginObject()
    json.field("signature", divergence.kind.signature)
    json.field("summary", divergence.kind.description)
    json.field("divergent_cases", divergence.caseCount)
    json.field("source", UInt64(clamping: divergence.source))
    json.field("strategy", divergence.strategy.name)
    json.field("case", divergence.index)
    json.name("first_difference")
    json.value(divergence.firstDifference.name)
    write("subject", divergence.subject)
    write("reference", divergence.reference)
    json.beginLine()
    json.name("irrelevant_inputs")
    json.beginList()
    for path in divergence.irrelevantInputs { json.value(path) }
    json.endList()
    json.beginLine()
    json.name("vector")
    divergence.shrunk.write(to: &json)
    json.beginLine()
    json.name("original")
    divergence.original.write(to: &json)
    line("replay", divergence.replay)
    json.endObject()
  }

  private mutating func write(_ divergence: HistoryDivergence) {
    json.beginObject()
    json.field("signature", divergence.kind.signature)
    json.field("summary", divergence.kind.description)
    json.field("divergent_cases", divergence.caseCount)
    // Exploring has boot states in place of sources.
    if let strategy = divergence.strategy {
      json.field("source", UInt64(clamping: divergence.source))
      json.field("strategy", strategy.name)
      json.field("case", divergence.index)
    } else {
      json.field("boot", divergence.index)
    }
    list("differences", divergence.differences) {
      $0.json.beginObject()
      $0.json.field("of", $1.place)
      $0.json.field("value", $1.kind)
      $0.json.field("subject", $1.subject)
      $0.json.field("reference", $1.reference)
      $0.json.endObject()
    }
    list("results", divergence.results) {
      $0.json.beginObject()
      $0.json.name("subject")
      $0.json.value($1.subject)
      $0.json.name("reference")
      $0.json.value($1.reference)
      $0.json.endObject()
    }
    write("trace", divergence.shrunk)
    write("original", divergence.original)
    line("replay", divergence.replay)
    json.endObject()
  }

  private mutating func write(_ name: StaticString, _ trace: Trace) {
    json.beginLine()
    json.name(name)
    json.beginList()
    json.beginLine()
    trace.machine.write(note: trace.note, to: &json)
    for step in trace.steps {
      json.beginLine()
      step.write(to: &json)
    }
    json.endList()
  }

  private mutating func write(_ name: StaticString, _ answer: DecisionAnswer) {
    json.beginLine()
    json.name(name)
    json.beginObject()
    for word in DecisionAnswer.Field.allCases { json.field(word.name, answer[word]) }
    json.endObject()
  }
}

// MARK: Fields

extension JSONReport {
  private mutating func line(_ name: StaticString, _ value: String) {
    json.beginLine()
    json.field(name, value)
  }

  private mutating func line(_ name: StaticString, _ value: UInt64) {
    json.beginLine()
    json.field(name, value)
  }

  /// Writes a list, a line for each element.
  private mutating func list<Element>(
    _ name: StaticString, _ elements: [Element],
    _ write: (inout JSONReport, Element) -> Void
  ) {
    json.beginLine()
    json.name(name)
    json.beginList()
    for element in elements {
      json.beginLine()
      write(&self, element)
    }
    json.endList()
  }
}
