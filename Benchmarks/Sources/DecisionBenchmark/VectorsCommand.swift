// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Generation
import TextFiles

struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Vectors out of a file: answered, and what reading alone costs.")

  @Option(help: "Rounds; the alternatives take turns.")
  var rounds = 9

  @Argument(help: "A file of decision vectors.")
  var file: String

  func run() throws {
    let (size, count) = try Self.measure(file)
    let sampling = Sampling(
      rounds: rounds,
      [
        { try! readLines() }, { try! readVectors() }, { try! evaluate(with: .swift) },
        { try! evaluate(with: .c) }, { try! verify() },
      ])
    print("\(count) vectors of \(size / count) bytes, one thread")
    sampling.printThroughput(
      ["finding lines", "reading alone", "evaluate", "evaluate, c", "both compared"],
      count: count, of: "vectors", bytes: size, against: 1)
  }

  private static func measure(_ file: String) throws -> (bytes: Int, vectors: Int) {
    var lines = try LineReader(path: file)
    var bytes = 0
    while try lines.advance() { bytes += lines.line.count + 1 }
    var reader = VectorReader(try LineReader(path: file))
    while try reader.next() {}
    return (bytes, Int(reader.count))
  }

  private func readLines() throws {
    var lines = try LineReader(path: file)
    while try lines.advance() {}
  }

  private func readVectors() throws {
    var reader = VectorReader(try LineReader(path: file))
    while try reader.next() {}
  }

  /// What the command `evaluate` does, but for the write.
  private func evaluate(with implementation: Implementation) throws {
    let oracle = try implementation.makeOracle()
    var answers = [DecisionAnswer()]
    var json = JSONWriter()
    var reader = VectorReader(try LineReader(path: file))
    while try reader.next() {
      var span = answers.mutableSpan
      try oracle.decide(reader.vector.batch, into: &span)
      json.beginObject()
      json.name("id")
      json.value(utf8: reader.vector.id)
      json.name("result")
      json.value(answers[0].result(of: reader.vector.batch.queries[0]))
      json.endObject()
      json.endLine()
      if json.bytes.count >= 1 << 16 { json.removeAll() }
    }
  }

  /// What the command `verify --with both` does.
  private func verify() throws {
    let (core, port) = (
      try Implementation.swift.makeOracle(), try Implementation.c.makeOracle()
    )
    var answers = [DecisionAnswer()]
    var others = [DecisionAnswer()]
    var reader = VectorReader(try LineReader(path: file))
    while try reader.next() {
      var span = answers.mutableSpan
      try core.decide(reader.vector.batch, into: &span)
      var other = others.mutableSpan
      try port.decide(reader.vector.batch, into: &other)
      let expected = reader.vector.expect
      let result = answers[0].result(of: reader.vector.batch.queries[0])
      precondition(answers[0] == others[0] && (expected == nil || expected == result))
    }
  }
}
