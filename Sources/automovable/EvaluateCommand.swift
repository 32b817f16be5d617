// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Reports
import TextFiles

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Answer decision vectors and play traces.",
    discussion: """
      Prints, in input order, a line {"id":...,"result":{...}} a vector. Of a \
      trace it prints {"op":N,"result":{...}} an operation, counted from 0, and \
      {"final":{...}} with all counters at its end.

      With both implementations, where they disagree, "result" and "final" are \
      the Swift core's answer, the line has the C port's as "reference" too, \
      and the exit status is 1.

      With --reasons a line has a "reason" too: of a decision why it ended so, of \
      an operation that was refused the rule of the kernel that it breaks.

      A library that crashes, declines or gives what is no result has the result \
      null; standard error says which and why.

      Examples:

        automovable evaluate vectors.jsonl
        automovable evaluate --with both --reasons trace.jsonl
        automovable generate --cases 10 | automovable evaluate

      Exit status: 0 done, 1 the implementations disagree, 64 wrong usage, 65 \
      malformed or unreadable input, 70 a result is null, or internal failure. If \
      whoever reads the output closes it, evaluation ends there.
      """)

  @OptionGroup var options: InputOptions

  @Flag(name: .customLong("reasons"), help: "Say why, beside each result.")
  var tellsReasons = false

  func validate() throws {
    guard !tellsReasons || options.choice.subject.tellsReasons else {
      throw ValidationError(
        "--reasons: expected swift, totals or both, found \(options.choice.subject.name), "
          + "which has numbers only")
    }
  }

  func run() throws {
    let tellsReasons = tellsReasons
    var run = try InputRun(options)
    var disagrees = false
    var isWhole = true
    var growth = TraceGrowth()
    _ = try run.answer(options.inputs) { reader, subject, reference, output in
      let line = EvaluationLine(reader.vector, subject, reference)
      // Only then: whether an answer is a result is known already.
      if line.result == nil,
        let failure = subject.failure(on: reader.vector.batch.queries[0])
      {
        isWhole = false
        StandardError.print(
          "\(reader.fileName):\(reader.lineNumber): \(reader.vector.name): "
            + "\(options.choice.subject.name): \(failure)")
      }
      if line.disagrees { disagrees = true }
      let vector = tellsReasons ? reader.vector.vector : nil
      let reason = vector.map {
        Explanation(of: $0, .init(name: options.choice.subject.name, answer: subject)).reason
      }
      line.write(to: &output.json, reason: reason)
    } trace: { reader, event, output in
      switch event {
      case .step(let outcome):
        if outcome.disagrees || !outcome.isSameState { disagrees = true }
        growth.count(outcome)
        outcome.write(to: &output.json, tellsReasons: tellsReasons)
      case .end(let state, let reference):
        if reference != nil { disagrees = true }
        output.json.writeFinal(state, reference)
        if growth.isRefusedThroughout {
          StandardError.print(
            "\(reader.fileName):\(reader.lineNumber): \(TraceGrowth.refusal)")
        }
        growth = TraceGrowth()
      }
    }
    try run.finish()
    if disagrees { throw ExitCode.difference }
    if !isWhole { throw ExitCode.internalFailure }
  }
}

extension JSONWriter {
  /// Writes the line at the end of a trace.
  fileprivate mutating func writeFinal(
    _ state: MachineSnapshot, _ reference: MachineSnapshot?
  ) {
    beginObject()
    name("final")
    value(state)
    if let reference {
      name("reference")
      value(reference)
    }
    endObject()
    endLine()
  }
}
