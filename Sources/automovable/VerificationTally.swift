// SPDX-License-Identifier: MIT

import Cases
import Conformance
import Reports

/// What a verification counted.
struct VerificationTally {
  /// An implementation's name and its result.
  typealias Answer = (name: String, result: DecisionResult?)

  /// What is counted, in the singular.
  let unit: String

  /// All of them.
  private(set) var total: UInt64 = 0
  /// Those whose answers are as expected.
  private(set) var agreeing: UInt64 = 0
  /// Those with a wrong answer or with different answers.
  private(set) var differing: UInt64 = 0
  /// Those that expect nothing; they may differ among the implementations.
  private(set) var withoutExpect: UInt64 = 0

  /// Those that an implementation declined to answer, of all of them.
  private(set) var declined: UInt64 = 0

  /// Creates a tally of nothing.
  init(unit: String) { self.unit = unit }

  /// Counts one that differs or doesn't.
  mutating func count(expects: Bool, differs: Bool) {
    total += 1
    if !expects { withoutExpect += 1 }
    if differs { differing += 1 } else if expects { agreeing += 1 }
  }

  /// Counts a difference that isn't one of a single answer.
  mutating func countDifference() { differing += 1 }

  /// Counts one that an implementation declined to answer, which is no difference.
  mutating func countDeclined() {
    total += 1
    declined += 1
  }

  /// Counts a vector.
  ///
  /// - Returns: What differs, if anything does.
  mutating func count(_ expect: DecisionResult?, _ answers: [Answer]) -> String? {
    let isRight = answers.allSatisfy {
      $0.result == (expect ?? answers[0].result)
    }
    count(expects: expect != nil, differs: !isRight)
    guard isRight else {
      let got = answers.map { "\($0.name) " + ($0.result?.description ?? "no result") }
      return (expect.map { "expected \($0), got " } ?? "got ")
        + got.joined(separator: ", ")
    }
    return nil
  }
}

extension VerificationTally: CustomStringConvertible {
  var description: String {
    "\(total) \(unit)\(total == 1 ? "" : "s"), \(agreeing) agree, "
      + "\(differing) differ, \(withoutExpect) without expect"
      + (declined == 0 ? "" : ", \(declined) declined")
  }
}
