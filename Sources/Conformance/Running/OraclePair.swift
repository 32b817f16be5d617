// SPDX-License-Identifier: MIT

/// Two oracles that answer the same cases, on one thread.
struct OraclePair {
  let subject: any Oracle
  let reference: any Oracle

  /// Whether every value is compared or the results only.
  let comparesIntermediates: Bool

  /// The answers to the last batch; only the first ones, as many as the batch
  /// had queries, mean something.
  private(set) var subjectAnswers: [DecisionAnswer] = []
  private(set) var referenceAnswers: [DecisionAnswer] = []

  init(
    _ subject: Implementation, _ reference: Implementation
  ) throws(OracleError) {
    self.subject = try subject.makeOracle()
    self.reference = try reference.makeOracle()
    self.comparesIntermediates =
      subject.tracesIntermediates && reference.tracesIntermediates
  }

  /// Asks both oracles.
  mutating func decide(_ batch: borrowing CaseBatch) throws(OracleError) {
    let count = batch.queries.count
    let (subject, reference) = (subject, reference)
    if subjectAnswers.count < count {
      subjectAnswers = Array(repeating: DecisionAnswer(), count: count)
      referenceAnswers = subjectAnswers
    }
    var subjectSpan = subjectAnswers.mutableSpan
    try subject.decide(batch, into: &subjectSpan)
    var referenceSpan = referenceAnswers.mutableSpan
    try reference.decide(batch, into: &referenceSpan)
  }

  /// Whether the answers at a position of the last batch agree.
  func agrees(at position: Int) -> Bool {
    comparesIntermediates
      ? subjectAnswers[position] == referenceAnswers[position]
      : subjectAnswers[position].hasSameResult(as: referenceAnswers[position])
  }
}
