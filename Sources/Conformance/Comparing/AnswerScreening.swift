// SPDX-License-Identifier: MIT

import Cases

/// Whether any of many pairs of answers may say something else than that the
/// implementations agree.
///
/// Bits are gathered and looked at once, without a branch a pair.
struct AnswerScreening {
  private var differences = SIMD8<UInt64>.zero
  private var results: UInt64 = 0

  /// Creates the screening of no answers.
  init() {}

  /// Whether a pair differs in any word or an implementation failed to answer;
  /// if not, all pairs agree.
  var mayDiffer: Bool {
    // Results are small numbers but for those that stand for failures.
    let failure = results >> 63
    let four = differences.lowHalf | differences.highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1] | failure != 0
  }

  /// Adds a pair of answers.
  @inline(__always)
  mutating func add(
    _ subject: borrowing DecisionAnswer, _ reference: borrowing DecisionAnswer
  ) {
    results |= subject.choice[0]
    differences |= subject.choice ^ reference.choice
    differences |= subject.test ^ reference.test
    differences |= subject.nodeTest ^ reference.nodeTest
  }
}
