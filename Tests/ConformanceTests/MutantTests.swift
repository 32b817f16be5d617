// SPDX-License-Identifier: MIT

import AutoMovable
import Conformance
import Testing

/// Every planted mistake is found, and what is found becomes small.
@Suite("Planted mistakes")
struct MutantTests {
  private static let cases = RandomCases(seed: 1, size: 100_000)

  private func divergence(
    of subject: Implementation
  ) async throws -> Divergence? {
    var run = DifferentialRun(
      subject: subject, reference: .c, sources: [Self.cases])
    run.maxDivergences = 1
    return try await run.run().divergences.first
  }

  @Test(arguments: Mutant.allCases)
  func everyMistakeIsFoundAndShrinks(_ mutant: Mutant) async throws {
    let divergence = try #require(await divergence(of: .model(mutant)))
    print("\(mutant): case \(divergence.index), \(divergence.strategy)")
    try expectSmall(divergence, mutant)
  }

  @Test(arguments: Mutant.allCases)
  func resultsShowTheMistake(_ mutant: Mutant) async throws {
    let divergence = try await divergence(
      of: .model(mutant, tracesIntermediates: false))
    guard let divergence else {
      print("\(mutant): no result")
      return
    }
    print("\(mutant): result of case \(divergence.index), \(divergence.strategy)")
    try expectSmall(divergence, mutant)
  }

  private func expectSmall(_ divergence: Divergence, _ mutant: Mutant) throws {
    #expect(divergence.shrunk.state.nodes.count <= 2)
    #expect(divergence.shrunk.state.groups.groups.count <= 2)
    #expect(
      divergence.subject[divergence.firstDifference]
        != divergence.reference[divergence.firstDifference])
  }
}
