// SPDX-License-Identifier: MIT

import Cases

/// A batch on its way through a run, with the answers of a pair's subject.
///
/// Storage that is used again, as the batch's is.
struct AnsweredBatch: ~Copyable {
  /// The cases.
  var cases = CaseBatch()

  /// The answers; only the first ones, as many as there are queries, mean
  /// something.
  var subjectAnswers: [DecisionAnswer] = []
}

extension AnsweredBatch {
  /// Makes the cases of a batch.
  ///
  /// - Throws: If they are more or fewer than the source declares.
  mutating func fill(
    from source: some CaseSource, at index: UInt64
  ) throws(RunError) {
    source.fill(&cases, at: index)
    let declared = source.caseCount(ofBatch: index)
    let made = UInt64(cases.queries.count)
    guard made == declared else {
      throw .sizeMismatch(
        source: source.name, batch: index, declared: declared, made: made)
    }
  }

  /// Asks a pair's subject.
  mutating func askSubject(of pair: borrowing OraclePair) throws(RunError) {
    do {
      try pair.askSubject(cases, &subjectAnswers)
    } catch {
      throw .oracle(error)
    }
  }

  /// Asks a pair's reference, whose answers the pair holds until it is asked
  /// again: they are compared at once.
  func askReference(of pair: inout OraclePair) throws(RunError) {
    do {
      try pair.askReference(cases)
    } catch {
      throw .oracle(error)
    }
  }
}
