// SPDX-License-Identifier: MIT

import Cases
import Conformance

extension TraceOutcome {
  /// What differs from what is expected, or among the implementations.
  func difference(_ choice: ImplementationChoice) -> String? {
    var results = [(name: choice.subject.name, result: result)]
    if let reference, let name = choice.reference?.name {
      results.append((name, reference))
    }
    let isRight = results.allSatisfy { step.expect?.isMet(by: $0.result) ?? true }
    if let difference = stateDifference(results) { return difference }
    guard isRight, !disagrees else {
      let got = results.map { "\($0.name) \($0.result.jsonText)" }.joined(separator: ", ")
      return (step.expect.map { "expected \($0.jsonText), got " } ?? "got ") + got
    }
    return isSameState ? nil : "the counters or spans differ from here on"
  }
  /// The first counter or span that differs from what is expected, or among the
  /// implementations.
  private func stateDifference(_ results: [(name: String, result: TraceResult)]) -> String? {
    for (name, result) in results {
      guard let difference = step.expect?.difference(from: result) else { continue }
      guard let expected = difference.expected else {
        return "\(difference.path): expected, but \(name) has no such thing"
      }
      return "\(difference.path): expected \(expected), got \(name) "
        + (difference.found.map { "\($0)" } ?? "nothing")
    }
    guard let other = results.last, results.count > 1, disagrees,
      case .machine(let state) = other.result,
      let difference = TraceExpectation(result).difference(from: .machine(state)),
      let value = difference.expected
    else { return nil }
    return "\(difference.path): got \(results[0].name) \(value), \(other.name) "
      + (difference.found.map { "\($0)" } ?? "nothing")
  }
}
