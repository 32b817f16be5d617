// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Generation
import TextFiles

extension GenerateCommand {
  /// Writes traces with the results expected.
  func writeHistories(to output: inout OutputBuffer) throws {
    let (subject, reference) = try choice.implementations()
    for implementation in [subject, reference].compactMap(\.self)
    where !implementation.runsHistories {
      throw ValidationError(
        "--model histories: \(implementation.name) makes single decisions only")
    }
    var machines = (
      subject: try subject.makeMachine(), reference: try reference?.makeMachine()
    )
    let sources = geometry.geometries.flatMap { geometry in
      (strategy.isEmpty ? [.mixed] : strategy).map { name in
        HistoryCases(seed: seed, strategy: name.strategy, size: cases, geometry: geometry)
      }
    }
    var history = History()
    // The header goes first, so all are made twice.
    var operations: UInt64 = 0
    try forEach(of: sources, &history) { history, _ in
      operations += UInt64(history.operations.count)
      try output.checkIsWanted()
    }
    Trace.writeHeader(count: operations, source: commandLine, to: &output.json)
    output.json.endLine()
    try forEach(of: sources, &history) { history, name in
      var trace = history.trace
      trace.note = name
      try answer(&trace, &machines.subject, &machines.reference)
      trace.write(to: &output.json)
      try output.flushIfLarge()
    }
    try output.flush()
  }

  private func forEach(
    of sources: [HistoryCases], _ history: inout History,
    _ body: (borrowing History, _ name: String) throws -> Void
  ) rethrows {
    for source in sources {
      for index in 0..<source.size {
        source.fill(&history, at: index)
        try body(history, "\(source.name) \(index)")
      }
    }
  }

  /// Plays a trace and notes the results.
  private func answer(
    _ trace: inout Trace, _ subject: inout any Machine,
    _ reference: inout (any Machine)?
  ) throws {
    let name = trace.note ?? ""
    func disagreement(_ place: String) -> GenerationError {
      GenerationError(
        "\(name): \(place): \(choice.subject.name) and "
          + "\(choice.reference?.name ?? "none") disagree")
    }
    try subject.boot(trace.machine)
    try reference?.boot(trace.machine)
    for number in trace.steps.indices {
      let operation = trace.steps[number].operation
      let result = subject.apply(operation)
      if let other = reference?.apply(operation), other != result {
        throw disagreement("op \(number)")
      }
      trace.steps[number].expect = TraceExpectation(result)
    }
    if let reference, reference.snapshot() != subject.snapshot() {
      throw disagreement("the end")
    }
  }
}
