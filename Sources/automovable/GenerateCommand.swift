// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import Conformance
import Generation
import Glibc
import SystemPackage
import TextFiles

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write decision vectors or traces with the answers expected.",
    discussion: """
      The same options give the same bytes on every machine. The exhaustive \
      sources are cut down to --cases vectors spread evenly over them. With \
      --model histories it writes traces: what evaluate and verify read too.

      Examples:

        automovable generate --strategy boundary --cases 1000 --output boundary.jsonl
        automovable generate --model histories --cases 20 --seed 7

      Exit status: 0 done, 64 wrong usage, 70 the implementations disagree, one \
      has no answer, or another internal failure, 130 interrupted; nothing is \
      written to --output then.
      """)

  @Option(
    name: .customLong("model"),
    help: "What to write: single decisions, or traces of histories.")
  var kind = CaseKind.decisions

  @Option(help: "The number of vectors or traces of each source.")
  var cases: UInt64

  @Option(help: "The seed of the random ones.")
  var seed: UInt64 = 1

  @Option(help: "A source of vectors or traces; may be repeated.")
  var strategy: [SourceName] = []

  @Option(
    help: ArgumentHelp(
      "What the machines' kernels have: an architecture, an object as in files, or all.",
      valueName: "geometry"))
  var geometry = GeometryChoice.only(.x86_64)

  @Option(
    name: .customLong("with"),
    help:
      "Whose answers to expect; PATH.so is a shared library, both is swift and c, which have to agree."
  )
  var choice = ImplementationChoice.both

  @Option(
    help: ArgumentHelp(
      "The file to write; standard output if left out or '-'.",
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var output: String = "-"

  func validate() throws {
    try CaseCount.validate(cases)
    if strategy.contains(.only(.vectors)) {
      throw ValidationError("--strategy: vectors are recorded, not generated")
    }
    try SourceName.validate(strategy, of: kind)
    if strategy.contains(.only(.oddBoots)) {
      throw ValidationError("--strategy: odd-boots makes machines that no trace can have")
    }
  }

  func run() throws {
    do {
      if output == "-" {
        var buffer = OutputBuffer()
        try write(to: &buffer)
      } else {
        try writeFile(output)
      }
    } catch is OutputBuffer.Closed {
    } catch let error as ValidationError {
      throw error
    } catch {
      throw ExitCode.reporting(error)
    }
  }
}

extension GenerateCommand {
  private func writeFile(_ name: String) throws {
    // Ctrl-C is to leave nothing behind, so it ends the writing in order.
    let control = RunControl()
    let interrupt = Interrupt.ofLibraries { control.stop() }
    defer { interrupt.cancel() }
    do {
      let file = try WholeFile(FilePath(name))
      var buffer = OutputBuffer(file.descriptor, name: name, control: control)
      try write(to: &buffer)
      try file.commit()
    } catch let errno as Errno {
      throw OutputBuffer.Failure(file: name, errno: errno)
    }
  }

  private func write(to output: inout OutputBuffer) throws {
    switch kind {
    case .decisions: try writeDecisions(to: &output)
    case .histories: try writeHistories(to: &output)
    }
  }

  private func writeDecisions(to output: inout OutputBuffer) throws {
    let choice = choice
    let (subject, reference) = try choice.implementations()
    var oracles = try OraclePair(subject, reference)
    let watch = LibraryWatch(subject, reference)
    let sources = makeSources()
    DecisionVector.writeHeader(
      count: sources.reduce(0) { $0 + $1.count }, source: commandLine,
      to: &output.json)
    output.json.endLine()
    for source in sources {
      for position in 0..<source.count {
        var vector = source[position]
        try watch.call { () throws(OracleError) in try oracles.decide(vector.batch) }
        let answer = oracles.subjectAnswers[0]
        if let other = choice.reference, oracles.referenceAnswers[0] != answer {
          throw GenerationError(
            "\(vector.id): \(choice.subject.name) and \(other.name) disagree")
        }
        guard let result = answer.result(of: vector.query) else {
          throw GenerationError(
            "\(vector.id): \(choice.subject.name): "
              + (answer.failure(on: vector.query) ?? "no result"))
        }
        vector.expect = result
        vector.write(to: &output.json)
        output.json.endLine()
        try output.flushIfLarge()
      }
    }
    try output.flush()
  }

  private func makeSources() -> [CaseSample] {
    geometry.geometries.flatMap { geometry in
      (strategy.isEmpty ? [.mixed] : strategy).map { name in
        CaseSample(
          of: name.decisions(seed: seed, size: cases, geometry: geometry), count: cases)
      }
    }
  }

  /// What to run to get the same file.
  var commandLine: String {
    var words = ["automovable generate"]
    if kind != .decisions { words.append("--model \(kind.rawValue)") }
    words.append("--cases \(cases) --seed \(seed)")
    words += strategy.map { "--strategy \($0.text)" }
    if geometry != .only(.x86_64) { words.append("--geometry \(geometry.text.shellWord)") }
    return words.joined(separator: " ")
  }
}
