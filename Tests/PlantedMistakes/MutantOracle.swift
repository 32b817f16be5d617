// SPDX-License-Identifier: MIT

package import Cases
package import Conformance

/// The policy as an oracle.
package final class MutantOracle: Oracle {
  private let mutant: Mutant?

  package init(_ mutant: Mutant?) { self.mutant = mutant }

  package func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    let policy = MutantPolicy(batch, mutant)
    for index in batch.queries.indices {
      answers[index] = policy.answer(batch.queries[index])
    }
  }
}

extension Implementation {
  /// The policy with a mistake, or without one.
  package static func planted(
    _ mutant: Mutant? = nil, tracesIntermediates: Bool = true
  ) -> Implementation {
    Implementation(
      name: mutant.map { "\($0)" } ?? "planted", origin: "Tests",
      fields: tracesIntermediates ? .all : .results, largestUnit: nil
    ) { () throws(OracleError) in MutantOracle(mutant) }
  }
}
