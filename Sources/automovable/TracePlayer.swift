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

  /// The groups that were registered and not unregistered, as the subject says.
  private var groupCount = 0

  /// The operations since the machines were last compared.
  private var uncompared = 0

  /// Machines with up to so many groups are compared after each operation, with
  /// more groups after a fixed share of as many operations: comparing takes time
  /// for each group, and a trace of many is to be played in time for each
  /// operation.
  private static let comparedGroups = 256

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
        (groupCount, uncompared) = (0, 0)
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
    switch step.operation {
    case .registerGroup where result.number >= 0: groupCount += 1
    case .unregisterGroup where result.number == 0: groupCount -= 1
    default: break
    }
    return TraceOutcome(
      number: number, step: step, result: result, reference: other,
      refusal: subject.refusal, isSameState: isSameState())
  }

  /// Whether both machines have the same counters, if there are two and it is time
  /// to compare them.
  private mutating func isSameState() -> Bool {
    // Taken out: it would be copied for the call otherwise.
    guard var other = reference.take() else { return true }
    defer { reference = other }
    guard subject.sideEffects == other.sideEffects else { return false }
    uncompared += 1
    guard uncompared >= groupCount / Self.comparedGroups else { return true }
    uncompared = 0
    return subject.hasSameCounters(as: &other)
  }

  private mutating func endTrace() -> TraceEvent? {
    guard number != nil else { return nil }
    number = nil
    let state = subject.snapshot()
    let other = reference?.snapshot()
    return .end(state, reference: other == state ? nil : other)
  }
}
