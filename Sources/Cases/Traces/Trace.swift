// SPDX-License-Identifier: MIT

/// A machine and what happens to its memory, in order.
public struct Trace: Equatable, Sendable {
  /// The machine after boot.
  public var machine: TraceMachine

  /// The operations.
  public var steps: [TraceStep]

  /// A remark for people about the machine.
  public var note: String?

  /// Creates a trace.
  public init(
    machine: TraceMachine, steps: [TraceStep] = [], note: String? = nil
  ) {
    self.machine = machine
    self.steps = steps
    self.note = note
  }
}
