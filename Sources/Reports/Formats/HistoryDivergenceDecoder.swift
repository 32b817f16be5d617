// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// Reads an element of a report's `history_divergences`.
struct HistoryDivergenceDecoder {
  private let sourceCount: Int

  /// - Parameter report: The report, as far as it tells who was compared on what.
  init(_ report: DifferentialReport) { sourceCount = report.sources.count }

  private enum Field: UInt8, JSONName {
    case signature, summary, divergentCases, source, strategy, index, differences, results,
      trace, original, replay

    var name: StaticString {
      switch self {
      case .signature: "signature"
      case .summary: "summary"
      case .divergentCases: "divergent_cases"
      case .source: "source"
      case .strategy: "strategy"
      case .index: "case"
      case .differences: "differences"
      case .results: "results"
      case .trace: "trace"
      case .original: "original"
      case .replay: "replay"
      }
    }
  }

  private enum DifferenceField: UInt8, JSONName {
    case place, value, subject, reference

    var name: StaticString {
      switch self {
      case .place: "of"
      case .value: "value"
      case .subject: "subject"
      case .reference: "reference"
      }
    }
  }

  private enum Side: UInt8, JSONName {
    case subject, reference

    var name: StaticString {
      switch self {
      case .subject: "subject"
      case .reference: "reference"
      }
    }
  }
}

extension HistoryDivergenceDecoder {
  func decode(_ reader: inout JSONReader) throws(JSONError) -> HistoryDivergence {
    var (signature, summary) = ("", "")
    var (caseCount, source, index): (UInt64?, Int?, UInt64?)
    var strategy: Strategy?
    var differences: [StateDifference] = []
    var results: [(subject: TraceResult, reference: TraceResult)] = []
    var (trace, original): (Trace?, Trace?)
    var replay: String?
    var found = try JSONFields<Field>(&reader)
    while let field = try found.next(&reader) {
      switch field {
      case .signature: signature = try reader.text()
      case .summary: summary = try reader.text()
      case .divergentCases: caseCount = try reader.integer()
      case .source: source = try reader.place(in: sourceCount)
      case .strategy: strategy = try reader.strategy()
      case .index: index = try reader.integer()
      case .differences:
        differences = try reader.list { reader throws(JSONError) in try difference(&reader) }
      case .results:
        results = try reader.list { reader throws(JSONError) in try result(&reader) }
      case .trace: trace = try self.trace(&reader)
      case .original: original = try self.trace(&reader)
      case .replay: replay = try reader.text()
      }
    }
    guard let kind = HistoryDivergenceKind(signature: signature, summary: summary) else {
      throw reader.expected(
        "the kind that the summary tells", at: found.offset(of: .signature, in: reader))
    }
    let shrunk = try found.require(trace, .trace)
    guard results.count >= shrunk.steps.count else {
      throw reader.invalid(
        "expected one for each operation of the trace",
        at: found.offset(of: .results, in: reader))
    }
    return HistoryDivergence(
      kind: kind, caseCount: try found.require(caseCount, .divergentCases),
      source: try found.require(source, .source),
      strategy: try found.require(strategy, .strategy),
      index: try found.require(index, .index),
      original: try found.require(original, .original), shrunk: shrunk,
      results: results, differences: differences,
      replay: try found.require(replay, .replay))
  }

  private func difference(_ reader: inout JSONReader) throws(JSONError) -> StateDifference {
    var (place, value, subject, reference): (String?, String?, String?, String?)
    var fields = try JSONFields<DifferenceField>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .place: place = try reader.text()
      case .value: value = try reader.text()
      case .subject: subject = try reader.text()
      case .reference: reference = try reader.text()
      }
    }
    return StateDifference(
      place: try fields.require(place, .place),
      kind: try fields.require(value, .value),
      subject: try fields.require(subject, .subject),
      reference: try fields.require(reference, .reference))
  }

  private func result(
    _ reader: inout JSONReader
  ) throws(JSONError) -> (subject: TraceResult, reference: TraceResult) {
    var (subject, reference): (TraceResult?, TraceResult?)
    var fields = try JSONFields<Side>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .subject: subject = try TraceDecoder().result(&reader)
      case .reference: reference = try TraceDecoder().result(&reader)
      }
    }
    return (
      try fields.require(subject, .subject),
      try fields.require(reference, .reference)
    )
  }

  /// Reads the lines of a trace; its machine may be one that can't boot.
  private func trace(_ reader: inout JSONReader) throws(JSONError) -> Trace {
    let decoder = TraceDecoder(checksBoot: false)
    var trace: Trace?
    var isFirst = true
    _ = reader.peek()
    let start = reader.position
    try reader.beginList()
    while try reader.nextElement(&isFirst) {
      _ = reader.peek()
      let lineStart = reader.position
      switch try reader.part({ bytes throws(JSONError) in try decoder.decode(bytes) }) {
      case .machine(let machine, let note) where trace == nil:
        trace = Trace(machine: machine, note: note)
      case .step(let step) where trace != nil: trace!.steps.append(step)
      default: throw reader.invalid("expected one machine, and then operations", at: lineStart)
      }
    }
    guard let trace else { throw reader.invalid("expected a machine", at: start) }
    return trace
  }
}
