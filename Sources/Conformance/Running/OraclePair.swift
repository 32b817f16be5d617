// SPDX-License-Identifier: MIT

/// An oracle and, mostly, another one that answers the same cases, on one
/// thread.
package struct OraclePair {
  private let subject: any Oracle
  private let reference: (any Oracle)?

  /// Whether every value is compared or the results only.
  let comparesIntermediates: Bool

  /// The answers to the last batch; only the first ones, as many as the batch
  /// had queries, mean something.
  package private(set) var subjectAnswers: [DecisionAnswer] = []

  /// The other oracle's answers, none if there is no other one.
  package private(set) var referenceAnswers: [DecisionAnswer] = []

  /// Makes the oracles.
  package init(
    _ subject: Implementation, _ reference: Implementation?
  ) throws(OracleError) {
    self.subject = try subject.makeOracle()
    self.reference = try reference?.makeOracle()
    self.comparesIntermediates =
      subject.tracesIntermediates && reference?.tracesIntermediates ?? true
  }

  /// Asks both oracles.
  package mutating func decide(_ batch: borrowing CaseBatch) throws(OracleError) {
    let count = batch.queries.count
    if subjectAnswers.count < count {
      subjectAnswers = Array(repeating: DecisionAnswer(), count: count)
      if reference != nil { referenceAnswers = subjectAnswers }
    }
    let (subject, reference) = (subject, reference)
    var subjectSpan = subjectAnswers.mutableSpan
    try subject.decide(batch, into: &subjectSpan)
    guard let reference else { return }
    var referenceSpan = referenceAnswers.mutableSpan
    try reference.decide(batch, into: &referenceSpan)
  }

  /// Whether the answers of both oracles at a position of the last batch agree.
  func agrees(at position: Int) -> Bool {
    comparesIntermediates
      ? subjectAnswers[position] == referenceAnswers[position]
      : subjectAnswers[position].hasSameResult(as: referenceAnswers[position])
  }
}
