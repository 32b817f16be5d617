// SPDX-License-Identifier: MIT

import Conformance

/// What a verification counted.
struct VerificationTally {
  /// An implementation's name and its result.
  typealias Answer = (name: String, result: DecisionResult?)

  /// The vectors.
  private(set) var total: UInt64 = 0
  /// Those whose answers are as expected.
  private(set) var agreeing: UInt64 = 0
  /// Those with a wrong answer or with different answers.
  private(set) var differing: UInt64 = 0
  /// Those that expect nothing; they may differ among the implementations.
  private(set) var withoutExpect: UInt64 = 0

  /// Counts a vector.
  ///
  /// - Returns: What differs, if anything does.
  mutating func count(_ expect: DecisionResult?, _ answers: [Answer]) -> String? {
    total += 1
    if expect == nil { withoutExpect += 1 }
    let isRight = answers.allSatisfy {
      $0.result == (expect ?? answers[0].result)
    }
    guard isRight else {
      differing += 1
      let got = answers.map { "\($0.name) " + ($0.result?.text ?? "no result") }
      return (expect.map { "expected \($0.text), got " } ?? "got ")
        + got.joined(separator: ", ")
    }
    if expect != nil { agreeing += 1 }
    return nil
  }
}

extension VerificationTally: CustomStringConvertible {
  var description: String {
    "\(total) \(total == 1 ? "vector" : "vectors"), \(agreeing) agree, "
      + "\(differing) differ, \(withoutExpect) without expect"
  }
}
