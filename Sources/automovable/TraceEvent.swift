// SPDX-License-Identifier: MIT

import Cases
import Conformance

/// What happens while a trace is played.
enum TraceEvent {
  /// An operation was applied.
  case step(TraceOutcome)
  /// The trace ended, its machine being so; the reference's machine is given if
  /// it is another one.
  case end(MachineSnapshot, reference: MachineSnapshot?)
}
