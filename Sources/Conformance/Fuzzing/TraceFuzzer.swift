// SPDX-License-Identifier: MIT

import Cases
import Generation

/// Plays the traces that bytes stand for on the Swift core and the C port.
public final class TraceFuzzer {
  private let machines: MachinePair<CoreMachine, ReferenceMachine>
  private var tally = Tally()

  /// Makes the machines.
  public init() throws(OracleError) {
    machines = MachinePair(try CoreMachine(), try ReferenceMachine())
  }

  /// Plays a trace, and compares both machines and the invariants after every
  /// operation.
  ///
  /// - Returns: What goes wrong, in lines, or `nil`.
  public func run(_ bytes: Span<UInt8>) throws(OracleError) -> String? {
    let trace = Trace(fuzzed: bytes)
    let history = History(trace)
    let verdict = try machines.compare(history, checksInvariants: true, &tally)
    guard let difference = verdict.difference else { return nil }
    return try account(of: difference, in: history)
  }

  /// The difference, and the trace up to it to be played again.
  private func account(
    of difference: HistoryDifference, in history: History
  ) throws(OracleError) -> String {
    let explanation = try machines.explain(history, until: difference)
    var lines = [difference.step < 0 ? "after boot" : "after op \(difference.step)"]
    switch difference.kind {
    case .boot: lines[0] += " one implementation can't be:"
    case .machines: lines[0] += " the implementations differ:"
    case .invariant(let invariant): lines[0] += " an invariant is broken: \(invariant.rawValue)"
    }
    if let last = explanation.results.last, last.subject != last.reference {
      lines.append("result: \(last.subject.jsonText), \(last.reference.jsonText)")
    }
    lines += explanation.differences.map {
      "\($0.place) \($0.kind): \($0.subject), \($0.reference)"
    }
    lines.append("the trace:")
    var trace = history.trace
    trace.steps.removeSubrange((difference.step + 1)...)
    return lines.joined(separator: "\n") + "\n" + trace.lines
  }
}
