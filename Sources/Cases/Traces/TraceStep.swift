// SPDX-License-Identifier: MIT

/// An operation of a trace with what is known about it.
public struct TraceStep: Hashable, Sendable {
  /// The operation.
  public var operation: TraceOperation

  /// What it is to give, if that is known.
  public var expect: TraceExpectation?

  /// A remark for people.
  public var note: String?

  /// Creates a step.
  public init(
    _ operation: TraceOperation, expect: TraceExpectation? = nil,
    note: String? = nil
  ) {
    self.operation = operation
    self.expect = expect
    self.note = note
  }
}
