// SPDX-License-Identifier: MIT

import Cases

/// How often a trace asked for groups and memory, and how often in vain.
///
/// Who plays a trace of another architecture without its geometry gets results, all of
/// them refusals.
struct TraceGrowth {
  private var (asked, refused, expected) = (0, 0, 0)

  /// Whether the trace asked, and always in vain.
  var isRefusedThroughout: Bool { asked > 0 && asked == refused }

  /// Whether it is so, and the trace expects it nowhere.
  var isRefusedUnexpectedly: Bool { isRefusedThroughout && expected == 0 }

  /// What to say of a trace that was refused throughout.
  static let refusal =
    "all memory of the trace until here was refused (-22): sizes are x86-64's unless "
    + "machine.geometry says otherwise"

  mutating func count(_ outcome: TraceOutcome) {
    switch outcome.step.operation {
    case .registerGroup, .addMemory:
      asked += 1
      if outcome.result == .returns(-22) { refused += 1 }
      if outcome.step.expect != nil { expected += 1 }
    default: break
    }
  }
}
