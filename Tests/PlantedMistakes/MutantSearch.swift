// SPDX-License-Identifier: MIT

package import Conformance
import Generation

/// The searches for planted mistakes, each made once.
package actor MutantSearch {
  package static let shared = MutantSearch()

  /// A mistake within how many cases it has to be found.
  package static let cases: UInt64 = 100_000

  /// The seeds of the cases; what is found with one is no luck with three.
  package static let seeds: [UInt64] = [1, 2, 3]

  private struct Key: Hashable {
    let mutant: Mutant
    let seed: UInt64
    let comparesResultsOnly: Bool
  }

  private var searches: [Key: Task<Divergence?, any Error>] = [:]

  /// The first divergence that a mistake makes, shrunk; or `nil`.
  package func divergence(
    of mutant: Mutant, seed: UInt64 = 1, comparesResultsOnly: Bool = false
  ) async throws -> Divergence? {
    let key = Key(mutant: mutant, seed: seed, comparesResultsOnly: comparesResultsOnly)
    let search =
      searches[key]
      ?? Task {
        var run = DifferentialRun(
          subject: .planted(mutant, tracesIntermediates: !comparesResultsOnly), reference: .c,
          sources: [RandomCases(seed: seed, size: Self.cases)])
        run.maxDivergences = 1
        return try await run.run().divergences.first
      }
    searches[key] = search
    return try await search.value
  }
}
