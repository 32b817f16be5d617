// SPDX-License-Identifier: MIT

import Cases
import Conformance

/// Plays the traces of a file for a library to judge, one as a whole at a time.
struct JudgedTracePlayer {
  private let trace: JudgedTrace

  /// The line that the trace at hand begins on, or `nil` before the first and after
  /// the last.
  private var start: Int?
  private var steps: [(line: Int, expects: Bool, mismatch: String?)] = []

  /// Creates a player for a library.
  init(_ library: Implementation) throws(OracleError) { trace = try JudgedTrace(library) }

  /// Plays the next trace.
  ///
  /// - Parameter watch: Watches the library.
  /// - Returns: What the library says of boot and of each operation, or `nil` at the
  ///   end of the file.
  mutating func next(
    _ reader: inout TraceReader, _ watch: borrowing LibraryWatch
  ) throws -> [JudgedStep]? {
    while let event = try reader.next() {
      let line = reader.lineNumber
      switch event {
      case .machine(let machine, _):
        let before = try end(reader.fileName, watch)
        try trace.boot(machine)
        start = line
        if let before { return before }
      case .step(let step):
        let outcome = TraceOutcome(
          number: UInt64(steps.count), step: step, result: trace.apply(step.operation),
          reference: nil, refusal: nil, isSameState: true)
        let mismatch = outcome.difference(ImplementationChoice(subject: .c, reference: nil))
        steps.append((line, step.expect != nil, mismatch))
      }
    }
    return try end(reader.fileName, watch)
  }

  private mutating func end(
    _ file: String, _ watch: borrowing LibraryWatch
  ) throws -> [JudgedStep]? {
    guard let start else { return nil }
    let verdicts = try watch.call { () throws(OracleError) in try trace.verdicts() }
    let boot = JudgedStep(
      place: "\(file):\(start)", number: nil, expects: false, mismatch: nil, verdict: verdicts.boot)
    let operations = zip(steps, verdicts.operations).enumerated().map { number, step in
      JudgedStep(
        place: "\(file):\(step.0.line)", number: UInt64(number), expects: step.0.expects,
        mismatch: step.0.mismatch, verdict: step.1)
    }
    self.start = nil
    steps.removeAll()
    return [boot] + operations
  }
}
