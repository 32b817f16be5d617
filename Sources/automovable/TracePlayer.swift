// SPDX-License-Identifier: MIT

import Cases
import Conformance

/// Plays the traces of a file on one implementation or on two.
struct TracePlayer {
  private var subject: any Machine
  private var reference: (any Machine)?

  /// The number of the next operation, or `nil` before the first machine and
  /// after the end.
  private var number: UInt64?

  /// Makes the machines.
  init(
    _ subject: Implementation, _ reference: Implementation?
  ) throws(OracleError) {
    self.subject = try subject.makeMachine()
    self.reference = try reference?.makeMachine()
  }
}

extension TracePlayer {
  /// Plays on until something happens.
  ///
  /// - Returns: What, or `nil` at the end of the file.
  mutating func next(_ reader: inout TraceReader) throws -> TraceEvent? {
    while true {
      switch try reader.next() {
      case .machine(let machine, _):
        let event = endTrace()
        try subject.boot(machine)
        try reference?.boot(machine)
        number = 0
        if let event { return event }
      case .step(let step): return .step(apply(step))
      case nil: return endTrace()
      }
    }
  }

  private mutating func apply(_ step: TraceStep) -> TraceOutcome {
    let number = number ?? 0
    self.number = number + 1
    let result = subject.apply(step.operation)
    let other = reference?.apply(step.operation)
    return TraceOutcome(
      number: number, step: step, result: result, reference: other,
      refusal: subject.refusal, isSameState: isSameState())
  }

  /// Whether both machines have the same counters, if there are two.
  private mutating func isSameState() -> Bool {
    guard var other = reference else { return true }
    defer { reference = other }
    return subject.hasSameCounters(as: &other) && subject.sideEffects == other.sideEffects
  }

  private mutating func endTrace() -> TraceEvent? {
    guard number != nil else { return nil }
    number = nil
    let state = subject.snapshot()
    let other = reference?.snapshot()
    return .end(state, reference: other == state ? nil : other)
  }
}
