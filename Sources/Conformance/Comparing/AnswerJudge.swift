// SPDX-License-Identifier: MIT

import Cases

/// Says whether two implementations agree, by the fields that both fill.
struct AnswerJudge: Sendable {
  /// What two answers to a query say about the implementations.
  enum Verdict {
    case agree
    case differ
    /// Nothing: one of them wasn't able to answer.
    case declined
  }

  /// The fields that are compared.
  let fields: DecisionAnswer.FieldSet

  private let mask: DecisionAnswer.Mask
  private let comparesAll: Bool

  /// Creates the judge of answers that have the fields in common.
  init(_ fields: DecisionAnswer.FieldSet) {
    self.fields = fields
    mask = DecisionAnswer.Mask(fields)
    comparesAll = fields == .all
  }

  /// Compares two answers to the same query.
  @inline(__always)
  func verdict(
    _ subject: borrowing DecisionAnswer, _ reference: borrowing DecisionAnswer
  ) -> Verdict {
    // Both may have declined, and agree in that.
    if subject.isDeclined { return .declined }
    let agree =
      comparesAll ? subject == reference : subject.agrees(with: reference, in: mask)
    if agree { return .agree }
    return reference.isDeclined ? .declined : .differ
  }
}
