// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare the answers to decision vectors with those expected.",
    discussion: """
      Prints each difference with its place and id, and a summary. With both \
      implementations each is compared with what is expected, and they with \
      each other.

      Exit status: 0 all agree, 1 any differs, 64 wrong usage, 65 malformed \
      or unreadable input or nothing to compare, 70 internal failure.
      """)

  @OptionGroup var options: VectorOptions

  func run() throws {
    let choice = options.choice
    var run = try VectorRun(choice)
    var tally = VerificationTally()
    let isWanted = try run.answer(options.inputs) {
      reader, subject, reference, output in
      let query = reader.vector.batch.queries[0]
      var answers: [VerificationTally.Answer] = [
        (choice.subject.name, subject.result(of: query))
      ]
      if let reference, let name = choice.reference?.name {
        answers.append((name, reference.result(of: query)))
      }
      guard let difference = tally.count(reader.vector.expect, answers) else { return }
      try output.print(
        "\(reader.fileName):\(reader.lineNumber): \(reader.vector.name): "
          + difference)
    }
    if isWanted {
      try? run.output.print(tally.description)
    }
    try run.finish()
    try end(tally, isCompared: choice.reference != nil, isWhole: isWanted)
  }

  private func end(
    _ tally: VerificationTally, isCompared: Bool, isWhole: Bool
  ) throws {
    if tally.differing > 0 { throw ExitCode.difference }
    guard isWhole else { return }
    let files = options.inputs.map { $0 == "-" ? "<stdin>" : $0 }
    if tally.total == 0 {
      StandardError.print("\(files.joined(separator: ", ")): no vectors")
      throw ExitCode.data
    }
    if tally.agreeing == 0, !isCompared {
      StandardError.print(
        "\(files.joined(separator: ", ")): nothing to compare, no vector has "
          + "an expect")
      throw ExitCode.data
    }
  }
}
