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
    guard isRight, !disagrees else {
      let got = results.map { "\($0.name) \($0.result.jsonText)" }.joined(separator: ", ")
      return (step.expect.map { "expected \($0.jsonText), got " } ?? "got ") + got
    }
    return isSameState ? nil : "the counters or spans differ from here on"
  }
}
