// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import Conformance
import SystemPackage
import TextFiles

struct RecordsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "records",
    abstract: "Write vectors as records of fixed layout, with the C port's answers.",
    discussion: """
      For programs that can't read JSON, such as those on bare machines; see \
      docs/formats.md. Prints how many there are, and the digest of all answers.

      Examples:

        automovable vectors records --output vectors.bin vectors.jsonl

      Exit status: 0 done, 64 wrong usage, 65 malformed or unreadable file, no \
      vectors, or an answer that isn't the one expected, 70 output that can't be \
      written.
      """)

  @Option(help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  @Argument(
    help: ArgumentHelp("Files of decision vectors.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var files: [String]

  func run() throws {
    var records = VectorRecords()
    var leftOut = 0
    do {
      let oracle = try Implementation.c.makeOracle()
      for file in files { leftOut += try Self.append(file, oracle, to: &records) }
    } catch {
      throw ExitCode.reporting(error)
    }
    guard records.count > 0 else {
      StandardError.print("\(files.joined(separator: ", ")): no vectors of x86-64")
      throw ExitCode.data
    }
    do throws(OutputBuffer.Failure) {
      try WholeFile.write(results: records.bytes, to: output)
    } catch {
      throw ExitCode.reporting(error)
    }
    try OutputBuffer.printing { output in
      try output.print(
        "\(records.count) vectors, digest 0x\(String(records.digest, radix: 16))")
      if leftOut > 0 { try output.print("\(leftOut) of other geometries left out") }
    }
  }

  /// Appends a file's vectors; returns how many the layout has no place for, as
  /// they aren't of x86-64.
  private static func append(
    _ file: String, _ oracle: any Oracle, to records: inout VectorRecords
  ) throws -> Int {
    var leftOut = 0
    var answers = [DecisionAnswer()]
    var reader = VectorReader(try LineReader(path: file))
    while try reader.next() {
      guard reader.vector.batch.state.geometry == .x86_64 else {
        leftOut += 1
        continue
      }
      var span = answers.mutableSpan
      try oracle.decide(reader.vector.batch, into: &span)
      let result = answers[0].result(of: reader.vector.batch.queries[0])
      guard reader.vector.expect == nil || reader.vector.expect == result else {
        throw InputError(
          file: file, line: reader.lineNumber, message: "not what the C port answers")
      }
      guard records.append(reader.vector, answer: answers[0]) else {
        throw InputError(
          file: file, line: reader.lineNumber,
          message: "expected groups with the ids 0, 1, 2 and so on")
      }
    }
    return leftOut
  }
}
