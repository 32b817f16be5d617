// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// Reads an element of a report's `divergences`.
struct DivergenceDecoder {
  private let fields: DecisionAnswer.FieldSet
  private let sourceCount: Int

  /// - Parameter report: The report, as far as it tells who was compared on what.
  init(_ report: DifferentialReport) {
    fields = report.subject.fields.intersection(report.reference.fields)
    sourceCount = report.sources.count
  }

  private enum Field: UInt8, JSONName {
    case signature, summary, divergentCases, source, strategy, index, firstDifference,
      subject, reference, irrelevantInputs, vector, original, replay

    var name: StaticString {
      switch self {
      case .signature: "signature"
      case .summary: "summary"
      case .divergentCases: "divergent_cases"
      case .source: "source"
      case .strategy: "strategy"
      case .index: "case"
      case .firstDifference: "first_difference"
      case .subject: "subject"
      case .reference: "reference"
      case .irrelevantInputs: "irrelevant_inputs"
      case .vector: "vector"
      case .original: "original"
      case .replay: "replay"
      }
    }
  }
}

extension DivergenceDecoder {
  func decode(_ reader: inout JSONReader) throws(JSONError) -> Divergence {
    var signature = ""
    var (caseCount, source, index): (UInt64?, Int?, UInt64?)
    var (strategy, firstDifference): (Strategy?, DecisionAnswer.Field?)
    var (subject, reference): (DecisionAnswer?, DecisionAnswer?)
    var irrelevantInputs: [String] = []
    var (vector, original): (DecisionVector?, DecisionVector?)
    var replay: String?
    var found = try JSONFields<Field>(&reader)
    while let field = try found.next(&reader) {
      switch field {
      case .signature: signature = try reader.text()
      // The kind in words, which the answers say.
      case .summary: _ = try reader.string()
      case .divergentCases: caseCount = try reader.integer()
      case .source: source = try reader.place(in: sourceCount)
      case .strategy: strategy = try reader.strategy()
      case .index: index = try reader.integer()
      case .firstDifference: firstDifference = try reader.answerField()
      case .subject: subject = try reader.answer()
      case .reference: reference = try reader.answer()
      case .irrelevantInputs:
        irrelevantInputs = try reader.list { reader throws(JSONError) in try reader.text() }
      case .vector: vector = try reader.vector()
      case .original: original = try reader.vector()
      case .replay: replay = try reader.text()
      }
    }
    let divergence = Divergence(
      source: try found.require(source, .source),
      strategy: try found.require(strategy, .strategy),
      index: try found.require(index, .index),
      caseCount: try found.require(caseCount, .divergentCases),
      original: try found.require(original, .original),
      shrunk: try found.require(vector, .vector),
      subject: try found.require(subject, .subject),
      reference: try found.require(reference, .reference), fields: fields,
      firstDifference: try found.require(firstDifference, .firstDifference),
      irrelevantInputs: irrelevantInputs,
      replay: try found.require(replay, .replay))
    guard divergence.kind.signature == signature else {
      throw reader.expected(
        "\"\(divergence.kind.signature)\", as the answers say",
        at: found.offset(of: .signature, in: reader))
    }
    return divergence
  }
}

extension JSONReader {
  /// Reads the place of a source among as many as there are.
  mutating func place(in count: Int) throws(JSONError) -> Int {
    _ = peek()
    let start = position
    let number = try integer()
    guard number < UInt64(count) else {
      throw invalid("\(number), expected less than \(count), the number of sources", at: start)
    }
    return Int(number)
  }

  /// Reads the words of an answer, all of them.
  fileprivate mutating func answer() throws(JSONError) -> DecisionAnswer {
    _ = peek()
    let start = position
    var answer = DecisionAnswer()
    var seen: DecisionAnswer.FieldSet = []
    try members { reader, name, start throws(JSONError) in
      guard
        let field = DecisionAnswer.Field.allCases.first(where: { reader.equals(name, $0.name) })
      else { throw reader.expected("a value of an answer", at: start) }
      guard seen.insert(DecisionAnswer.FieldSet(field)).inserted else {
        throw reader.invalid("given twice", at: start)
      }
      answer[field] = try reader.integer()
    }
    guard seen == .all else { throw invalid("expected every value of an answer", at: start) }
    return answer
  }

  fileprivate mutating func vector() throws(JSONError) -> DecisionVector {
    try part { bytes throws(JSONError) in
      var buffer = VectorBuffer()
      var decoder = VectorDecoder()
      try decoder.decode(bytes, into: &buffer)
      // A vector that was decoded has a question.
      return buffer.vector!
    }
  }
}
