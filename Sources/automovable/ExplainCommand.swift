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

      Of memory that isn't movable it lists what would have made it so: settings, \
      a ratio, boot memory, each decided again. Of an operation that was refused \
      it tells the rule of the kernel that it breaks.

      Examples:

        automovable explain --id dimm-too-large vectors.jsonl
        automovable explain --line 12 trace.jsonl

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
    var disagrees = false
    let text: String
    do {
      switch try find() {
      case .operation(let operation, let place):
        text = "\(place.visible)\n\n" + operation.lines.map { $0 + "\n" }.joined()
      case .decision(let vector, let operation):
        text = try explanation(of: vector, operation, &disagrees).description
      }
    } catch let error as ValidationError {
      throw error
    } catch {
      throw ExitCode.reporting(error)
    }
    try OutputBuffer.printing { output in
      try output.print(text, terminator: "")
    }
    if disagrees { throw ExitCode.difference }
  }

  private func explanation(
    of vector: DecisionVector, _ operation: OperationExplanation?, _ disagrees: inout Bool
  ) throws -> Explanation {
    let pair = try choice.implementations()
    guard pair.subject.fields == .all else {
      throw ValidationError(
        "--with: expected an implementation that tells every value, found "
          + choice.subject.name)
    }
    var oracles = try OraclePair(pair.subject, pair.reference)
    try LibraryWatch(pair.subject, pair.reference).call { () throws(OracleError) in
      try oracles.decide(vector.batch)
    }
    let subject = oracles.subjectAnswers[0]
    var others: [Explanation.NamedAnswer] = []
    if let other = choice.reference {
      let reference = oracles.referenceAnswers[0]
      others = [.init(name: other.name, answer: reference)]
      disagrees = reference != subject
    }
    return Explanation(
      of: vector, .init(name: choice.subject.name, answer: subject), others: others,
      operation: operation)
  }

  /// What is to be explained.
  private enum Subject {
    /// A decision, and the operation that asks for it if one does.
    case decision(DecisionVector, OperationExplanation?)
    /// An operation that asks for none, and its place.
    case operation(OperationExplanation, String)
  }

  private func find() throws -> Subject {
    switch try InputFile(path: file) {
    case .vectors(let reader): .decision(try find(in: reader), nil)
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

  /// The operation in the line, with the decision that it asks for. The trace is
  /// read to its end, which tells how much its group is for.
  private func find(in reader: consuming TraceReader) throws -> Subject {
    if id != nil {
      throw ValidationError("--id: expected vectors, found a trace; choose with --line")
    }
    guard let line else {
      throw InputError(
        file: reader.fileName, message: "a trace; choose an operation with --line")
    }
    let place = "\(reader.fileName):\(line)"
    var machine = try CoreMachine()
    var uses = GroupUses()
    var vector: DecisionVector?
    var found: OperationExplanation?
    reading: while let event = try reader.next() {
      switch event {
      case .machine(let booted, _):
        if found != nil { break reading }
        try machine.boot(booted)
        uses = GroupUses()
      case .step(let step):
        if reader.lineNumber == line, let query = machine.question(of: step.operation) {
          vector = DecisionVector(
            id: place, policy: machine.machine.parameters.policy,
            state: machine.machine.state, query: query)
        }
        let result = machine.apply(step.operation)
        if let group = found?.group, machine.machine.state.groups[group.id] == nil {
          break reading
        }
        uses.update(machine.machine)
        if reader.lineNumber == line {
          found = OperationExplanation(
            of: step.operation, result, refusal: machine.refusal, machine: machine.machine)
        }
      }
    }
    guard var found else {
      throw InputError(file: reader.fileName, message: "no operation is in line \(line)")
    }
    if let group = found.group { found.groupPages = uses[group.id] }
    return vector.map { .decision($0, found) } ?? .operation(found, place)
  }
}

/// The most memory that each group has had since it was registered.
private struct GroupUses {
  private var pages: [MemoryGroupID: UInt64] = [:]

  subscript(id: MemoryGroupID) -> UInt64 { pages[id] ?? 0 }

  /// Takes note of how a machine is after an operation.
  mutating func update(_ machine: HotplugMachine) {
    let groups = machine.state.groups.groups
    if pages.count > groups.count {
      pages = pages.filter { machine.state.groups[$0.key] != nil }
    }
    for group in groups {
      let now = UInt64(group.blockCount) &* machine.blockPages
      pages[group.id] = max(pages[group.id] ?? 0, now)
    }
  }
}
