// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import Conformance
import Reports
import TextFiles

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain the answer to one decision vector or in a trace.",
    discussion: """
      Shows what was asked, every value on the way by its name in the kernel, \
      and why the decision ended as it did. Of a trace it is the decision that \
      an operation asks for, the operations before it having been applied; of \
      memory that is onlined as it is added, the first block's.

      Exit status: 0 done, 1 the implementations disagree, 64 wrong usage, 65 \
      malformed or unreadable input or no such vector or line, 70 internal failure.
      """)

  @Option(
    name: .customLong("with"),
    help: "Whose answer; PATH.so is a shared library, both is swift's compared with c's.")
  var choice = ImplementationChoice.swift

  @Option(help: "The id of the vector; needed if the file holds several.")
  var id: String?

  @Option(help: "The line of the operation, as verify tells it; needed of a trace.")
  var line: Int?

  @Argument(
    help: "A file of decision vectors or of traces; standard input if left out or '-'.",
    completion: .file(extensions: ["jsonl"]))
  var file: String = "-"

  func run() throws {
    let explanation: Explanation
    var disagrees = false
    do {
      let vector = try find()
      let pair = try choice.implementations()
      guard pair.subject.fields == .all else {
        throw ValidationError(
          "--with: expected an implementation that tells every value, found "
            + choice.subject.name)
      }
      var oracles = try OraclePair(pair.subject, pair.reference)
      try oracles.decide(vector.batch)
      let subject = oracles.subjectAnswers[0]
      var others: [Explanation.NamedAnswer] = []
      if let other = choice.reference {
        let reference = oracles.referenceAnswers[0]
        others = [.init(name: other.name, answer: reference)]
        disagrees = reference != subject
      }
      explanation = Explanation(
        of: vector, .init(name: choice.subject.name, answer: subject),
        others: others)
    } catch let error as ValidationError {
      throw error
    } catch {
      throw ExitCode.reporting(error)
    }
    try OutputBuffer.printing { output in
      try output.print("\(explanation)", terminator: "")
    }
    if disagrees { throw ExitCode.difference }
  }

  private func find() throws -> DecisionVector {
    switch try InputFile(path: file) {
    case .vectors(let reader): try find(in: reader)
    case .traces(let reader): try find(in: reader)
    }
  }

  /// The vector with the id; without one, the only vector there is.
  private func find(in reader: consuming VectorReader) throws -> DecisionVector {
    if line != nil {
      throw ValidationError("--line: expected a trace, found \(reader.fileName)")
    }
    let id = id.map { Array($0.utf8) }
    var found: DecisionVector?
    while try reader.next() {
      guard id == nil || reader.vector.id == id else { continue }
      guard found == nil else {
        throw InputError(
          file: reader.fileName, line: reader.lineNumber,
          message: "a second vector; choose one with --id")
      }
      found = reader.vector.vector
      if id != nil { break }
    }
    if let found { return found }
    throw InputError(
      file: reader.fileName,
      message: self.id.map { "no vector has the id \($0)" } ?? "no vectors")
  }

  /// The decision that the operation in the line asks for.
  private func find(in reader: consuming TraceReader) throws -> DecisionVector {
    if id != nil {
      throw ValidationError("--id: expected vectors, found a trace; choose with --line")
    }
    guard let line else {
      throw InputError(
        file: reader.fileName, message: "a trace; choose an operation with --line")
    }
    var machine = try CoreMachine()
    while let event = try reader.next() {
      switch event {
      case .machine(let booted, _): try machine.boot(booted)
      case .step(let step) where reader.lineNumber == line:
        guard let query = machine.question(of: step.operation) else {
          throw InputError(
            file: reader.fileName, line: line,
            message: "the operation doesn't come to a decision")
        }
        return DecisionVector(
          id: "\(reader.fileName):\(line)", policy: machine.machine.parameters.policy,
          state: machine.machine.state, query: query)
      case .step(let step): _ = machine.apply(step.operation)
      }
    }
    throw InputError(file: reader.fileName, message: "no operation is in line \(line)")
  }
}
