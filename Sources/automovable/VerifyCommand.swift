// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import TextFiles

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare the answers to vectors and traces with those expected.",
    discussion: """
      Prints each difference with its place and the vector's id or the \
      operation's number in its trace, and a summary. With both implementations \
      each is compared with what is expected, and they with each other, traces \
      with all counters after each operation. What a library declines, as it does \
      what is of a geometry that it doesn't take, is counted and not compared. \
      Traces whose memory was all refused, though they don't expect that, compare \
      nothing either.

      Traces go through the C port, and a library that keeps the books of \
      histories judges what happens in them. Its first difference in a trace is \
      printed. Operations past that, and those that are not or not entirely \
      within its reach, are declined.

      Examples:

        automovable verify --with both vectors.jsonl trace.jsonl
        automovable verify --with ./libport.so vectors.jsonl

      Exit status: 0 all agree, 1 any differs, 64 wrong usage, 65 malformed \
      or unreadable input or nothing to compare, 70 not all was compared, or \
      internal failure.
      """)

  @OptionGroup var options: InputOptions

  func run() throws {
    let choice = options.choice
    var run = try InputRun(options)
    var vectors = VerificationTally(unit: "vector")
    var operations = VerificationTally(unit: "operation")
    var isSameState = true
    var isJudged = false
    var growth = TraceGrowth()
    var (played, refused) = (0, 0)
    let isWanted = try run.answer(options.inputs) {
      reader, subject, reference, output in
      guard !subject.isDeclined, reference?.isDeclined != true else {
        vectors.countDeclined()
        return
      }
      let query = reader.vector.batch.queries[0]
      var answers: [VerificationTally.Answer] = [
        (choice.subject.name, subject.result(of: query))
      ]
      if let reference, let name = choice.reference?.name {
        answers.append((name, reference.result(of: query)))
      }
      guard let difference = vectors.count(reader.vector.expect, answers) else { return }
      try output.print(
        "\(reader.fileName):\(reader.lineNumber): \(reader.vector.name): \(difference)".visible)
    } trace: { reader, event, output in
      guard case .step(let outcome) = event else {
        // A machine of many groups isn't compared after each operation.
        if case .end(_, .some) = event, isSameState {
          operations.countDifference()
          try output.print(
            "\(reader.fileName): the counters or spans differ at the end".visible)
        }
        isSameState = true
        played += 1
        if growth.isRefusedUnexpectedly {
          refused += 1
          StandardError.print(
            "\(reader.fileName):\(reader.lineNumber): \(TraceGrowth.refusal)")
        }
        growth = TraceGrowth()
        return
      }
      growth.count(outcome)
      isSameState = outcome.isSameState
      let difference = outcome.difference(choice)
      operations.count(expects: outcome.step.expect != nil, differs: difference != nil)
      guard let difference else { return }
      try output.print(
        "\(reader.fileName):\(reader.lineNumber): op \(outcome.number): \(difference)".visible)
    } judged: { step, output in
      isJudged = step.count(in: &operations) || isJudged
      if let line = step.line { try output.print(line) }
    }
    let tallies = [vectors, operations].filter { $0.total > 0 }
    try run.finish(with: isWanted ? tallies.map(\.description) : [])
    // Where all memory was refused, two implementations agree on nothing.
    let isCompared = choice.reference != nil && (vectors.total > 0 || played > refused)
    try end([vectors, operations], isCompared: isCompared || isJudged, isWhole: isWanted)
  }

  private func end(
    _ tallies: [VerificationTally], isCompared: Bool, isWhole: Bool
  ) throws {
    if tallies.contains(where: { $0.differing > 0 }) { throw ExitCode.difference }
    guard isWhole else {
      StandardError.print("<stdout>: closed before all was compared")
      throw ExitCode.internalFailure
    }
    let files = options.inputs.map { $0 == "-" ? "<stdin>" : $0 }
    let seen = tallies.filter { $0.total > 0 }
    if seen.isEmpty {
      StandardError.print("\(files.joined(separator: ", ")): no vectors")
      throw ExitCode.data
    }
    if seen.allSatisfy({ $0.declined == $0.total }) {
      StandardError.print("\(files.joined(separator: ", ")): nothing to compare, all is declined")
      throw ExitCode.data
    }
    if seen.allSatisfy({ $0.agreeing == 0 }), !isCompared {
      let units = seen.map(\.unit).joined(separator: " and no ")
      StandardError.print(
        "\(files.joined(separator: ", ")): nothing to compare, no \(units) has an expect")
      throw ExitCode.data
    }
  }
}
