// SPDX-License-Identifier: MIT

import Conformance

/// The oracles of an implementation and of what it is compared with.
struct OraclePair {
  private let subject: any Oracle
  private let reference: (any Oracle)?

  /// Makes the oracles.
  init(_ choice: ImplementationChoice) throws(OracleError) {
    subject = try choice.subject.makeOracle()
    reference = try choice.reference?.makeOracle()
  }

  /// Answers the one question of a batch.
  func decide(
    _ batch: borrowing CaseBatch
  ) throws(OracleError) -> (subject: DecisionAnswer, reference: DecisionAnswer?) {
    let answer = try Self.ask(subject, batch)
    guard let reference else { return (answer, nil) }
    return (answer, try Self.ask(reference, batch))
  }

  private static func ask(
    _ oracle: any Oracle, _ batch: borrowing CaseBatch
  ) throws(OracleError) -> DecisionAnswer {
    var answers: [1 of DecisionAnswer] = [DecisionAnswer()]
    var span = answers.mutableSpan
    try oracle.decide(batch, into: &span)
    return answers[0]
  }
}
