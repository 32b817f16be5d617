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
      let query = reader.vector.batch.queries[0]
      output.json.beginObject()
      output.json.name("id")
      output.json.value(utf8: reader.vector.id)
      output.json.name("result")
      output.json.value(subject.result(of: query))
      if let reference, !subject.hasSameResult(as: reference) {
        disagrees = true
        output.json.name("reference")
        output.json.value(reference.result(of: query))
      }
      output.json.endObject()
      output.json.endLine()
    }
    try run.finish()
    if disagrees { throw ExitCode.difference }
  }
}
