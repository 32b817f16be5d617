// SPDX-License-Identifier: MIT

import Cases
import Conformance

/// The model as an oracle.
final class MutantOracle: Oracle {
  private let mutant: Mutant?

  init(_ mutant: Mutant?) { self.mutant = mutant }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    let model = MutantModel(batch, mutant)
    for index in batch.queries.indices {
      answers[index] = model.answer(batch.queries[index])
    }
  }
}

extension Implementation {
  /// The model with a mistake, or without one.
  static func model(
    _ mutant: Mutant? = nil, tracesIntermediates: Bool = true
  ) -> Implementation {
    Implementation(
      name: mutant.map { "\($0)" } ?? "model", origin: "Tests",
      fields: tracesIntermediates ? .all : .results
    ) { () throws(OracleError) in MutantOracle(mutant) }
  }
}
