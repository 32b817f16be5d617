// SPDX-License-Identifier: MIT

/// What a line of a trace file says, but for the header.
public enum TraceLine: Equatable, Sendable {
  /// A trace begins, on this machine; the remark is for people.
  case machine(TraceMachine, note: String?)
  /// Something happens to the machine.
  case step(TraceStep)
}
