// SPDX-License-Identifier: MIT

package import Cases

/// An oracle and, mostly, another one that answers the same cases, on one
/// thread.
package struct OraclePair {
  private let subject: any Oracle
  private let reference: (any Oracle)?

  /// Says whether their answers agree.
  let judge: AnswerJudge

  /// Which of them tells how cases ended: the subject, if it does, else the
  /// reference, if that does.
  let outcomes: Outcomes

  /// An oracle of a pair that tells how cases ended.
  enum Outcomes { case ofSubject, ofReference, unknown }

  /// The answers to the last batch; only the first ones, as many as the batch
  /// had queries, mean something.
  package private(set) var subjectAnswers: [DecisionAnswer] = []

  /// The other oracle's answers, none if there is no other one.
  package private(set) var referenceAnswers: [DecisionAnswer] = []

  /// Makes the oracles.
  ///
  /// - Parameter isLimited: Whether they decline units that are larger than their
  ///   implementations want to be asked about.
  package init(
    _ subject: Implementation, _ reference: Implementation?, isLimited: Bool = false
  ) throws(OracleError) {
    func make(_ implementation: Implementation) throws(OracleError) -> any Oracle {
      try isLimited ? implementation.makeLimitedOracle() : implementation.makeOracle()
    }
    self.subject = try make(subject)
    self.reference = if let reference { try make(reference) } else { nil }
    let other = reference?.fields ?? .all
    judge = AnswerJudge(subject.fields.intersection(other))
    outcomes =
      if subject.fields.isSuperset(of: .outcomes) {
        .ofSubject
      } else if other.isSuperset(of: .outcomes) {
        .ofReference
      } else {
        .unknown
      }
  }

  /// Asks both oracles.
  package mutating func decide(_ batch: borrowing CaseBatch) throws(OracleError) {
    try Self.ask(subject, batch, &subjectAnswers)
    if let reference { try Self.ask(reference, batch, &referenceAnswers) }
  }

  /// Asks the subject alone.
  func askSubject(
    _ batch: borrowing CaseBatch, _ answers: inout [DecisionAnswer]
  ) throws(OracleError) {
    try Self.ask(subject, batch, &answers)
  }

  /// Asks the reference alone, if there is one.
  mutating func askReference(
    _ batch: borrowing CaseBatch
  ) throws(OracleError) {
    if let reference { try Self.ask(reference, batch, &referenceAnswers) }
  }

  @inline(__always)
  private static func ask(
    _ oracle: any Oracle, _ batch: borrowing CaseBatch,
    _ answers: inout [DecisionAnswer]
  ) throws(OracleError) {
    let count = batch.queries.count
    if answers.count < count {
      answers = Array(repeating: DecisionAnswer(), count: count)
    }
    var span = answers.mutableSpan
    try oracle.decide(batch, into: &span)
  }

  /// How the answers to the only query of the last batch differ, or `nil`.
  func divergence(on query: DecisionQuery) -> DivergenceKind? {
    let (subject, reference) = (subjectAnswers[0], referenceAnswers[0])
    guard judge.verdict(subject, reference) == .differ else { return nil }
    return DivergenceKind(of: subject, reference, to: query, in: judge.fields)
  }
}
