// SPDX-License-Identifier: MIT

import AutoMovable
public import Cases
import OracleInterface

/// A trace that the C port goes through, while a library that keeps the books of
/// histories is told what happens.
public final class JudgedTrace {
  /// What the library says of an operation, or of boot.
  public enum Verdict: Hashable, Sendable {
    /// The same as the port, in all that happened and in all books.
    case agrees
    /// Something else: where, what the port has, and what the library has.
    case differs(String)
    /// Not all, as the operation or one before it isn't within its reach, or the
    /// library has differed before.
    case declined
  }

  /// What the library says of a trace.
  public struct Verdicts: Sendable {
    /// Of boot, and of the defaults of parameters.
    public let boot: Verdict
    /// Of each operation.
    public let operations: [Verdict]
  }

  private let name: String
  private let recording: RecordingMachine
  private let judge: any HistoryJudge

  /// The operations past those that are recorded.
  private var unrecordedCount = 0

  /// The most events that are kept: 200 MB with what comes of them.
  private static var maximumEventCount: Int { 2_000_000 }

  /// Creates one for a library.
  ///
  /// - Throws: Also if the library goes through no histories.
  public init(_ library: Implementation) throws(OracleError) {
    guard let judge = try library.makeHistoryJudge() else {
      throw OracleError("\(library.name): makes single decisions only")
    }
    name = library.name
    recording = try RecordingMachine(kernels: [library.kernel].compactMap(\.self))
    self.judge = judge
  }
}

extension JudgedTrace {
  /// Starts anew with a machine.
  ///
  /// - Throws: If there can't be such a machine.
  public func boot(_ machine: TraceMachine) throws(OracleError) {
    unrecordedCount = 0
    try recording.boot(machine)
  }

  /// Applies an operation.
  ///
  /// - Returns: What it gives on the C port.
  public func apply(_ operation: TraceOperation) -> TraceResult {
    guard recording.record.expected.count < Self.maximumEventCount else {
      unrecordedCount += 1
      return recording.port.apply(operation)
    }
    return recording.apply(operation)
  }

  /// Asks the library about boot and all operations since.
  public func verdicts() throws(OracleError) -> Verdicts {
    recording.addDefaults()
    let record = recording.record
    let outcomes = try judge.outcomes(of: record)
    var boot = verdict(of: record.events(ofStep: -1), in: record, outcomes)
    if boot == .agrees, case .differs(let text) = verdict(of: record.rest, in: record, outcomes) {
      boot = .differs(text)
    }
    var hasDiffered = if case .differs = boot { true } else { false }
    var verdicts: [Verdict] = []
    for step in 0..<record.ends.count - 1 {
      let verdict =
        hasDiffered
        ? .declined : verdict(of: record.events(ofStep: step), in: record, outcomes)
      if case .differs = verdict { hasDiffered = true }
      verdicts.append(verdict)
    }
    verdicts += repeatElement(.declined, count: unrecordedCount)
    return Verdicts(boot: boot, operations: verdicts)
  }

  private func verdict(
    of events: Range<Int>, in record: HistoryRecord, _ outcomes: [automovable_outcome]
  ) -> Verdict {
    var isAsked = false
    var isJudged = true
    for event in events {
      let (expected, found) = (record.expected[event], outcomes[event])
      guard expected.agrees(with: found) else {
        return .differs(difference(expected, found, of: record.history.events[event]))
      }
      if record.history.events[event].isReading { continue }
      isAsked = true
      if found.isBeyond { isJudged = false }
    }
    return isAsked && isJudged ? .agrees : .declined
  }

  private func difference(
    _ expected: automovable_outcome, _ found: automovable_outcome, of event: automovable_event
  ) -> String {
    var explanation = HistoryExplanation(HistoryDifference(step: 0, kind: .machines))
    explanation.add(expected, found, of: event, on: recording.port.geometry)
    guard let first = explanation.judged.first else { return "\(name) differs" }
    return "\(first.place): \(first.kind): expected \(first.subject), got \(name) "
      + first.reference
  }
}
