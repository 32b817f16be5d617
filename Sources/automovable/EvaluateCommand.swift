// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Answer decision vectors.",
    discussion: """
      Prints, in input order, a line {"id":...,"result":{...}} a vector. With \
      both implementations, where they disagree, "result" is the Swift core's \
      answer, the line has the C port's as "reference" too, and the exit \
      status is 1.

      Exit status: 0 done, 1 the implementations disagree, 64 wrong usage, 65 \
      malformed or unreadable input, 70 internal failure. If whoever reads \
      the output closes it, evaluation ends there.
      """)

  @OptionGroup var options: VectorOptions

  func run() throws {
    var run = try VectorRun(options.choice)
    var disagrees = false
    _ = try run.answer(options.inputs) { reader, subject, reference, output in
      let line = EvaluationLine(reader.vector, subject, reference)
      if line.disagrees { disagrees = true }
      line.write(to: &output.json)
    }
    try run.finish()
    if disagrees { throw ExitCode.difference }
  }
}
