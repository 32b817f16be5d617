// SPDX-License-Identifier: MIT

import AutoMovable
import PlantedMistakes
import Testing

@testable import Cases
@testable import Conformance

/// Every planted mistake is found, and what is found becomes small.
@Suite("Planted mistakes")
struct MutantTests {
  /// Mistakes that show in values on the way but can't in a result: whichever
  /// of two tests comes first, memory is movable if both allow it, and refused
  /// memory is looked up by the same range.
  private static let hidden: Set<Mutant> = [.passesSwapped]

  @Test("Every mistake is found, with any seed, and shrinks", arguments: Mutant.allCases)
  func isFound(_ mutant: Mutant) async throws {
    for seed in MutantSearch.seeds {
      let divergence = try #require(
        await MutantSearch.shared.divergence(of: mutant, seed: seed))
      #expect(divergence.index < MutantSearch.cases)
      expectSmall(divergence)
    }
  }

  @Test("Results alone show the mistake, if it is one that shows", arguments: Mutant.allCases)
  func showsInResults(_ mutant: Mutant) async throws {
    let divergence = try await MutantSearch.shared.divergence(
      of: mutant, comparesResultsOnly: true)
    #expect((divergence == nil) == Self.hidden.contains(mutant))
    if let divergence { expectSmall(divergence) }
  }

  private func expectSmall(_ divergence: Divergence) {
    #expect(divergence.shrunk.state.nodes.count <= 2)
    #expect(divergence.shrunk.state.groups.groups.count <= 2)
    #expect(
      divergence.subject[divergence.firstDifference]
        != divergence.reference[divergence.firstDifference])
  }

  @Test("A table of the mistakes tells by which case each was found")
  func table() async throws {
    var rows: [String] = []
    for mutant in Mutant.allCases {
      var row = Self.cell("\(mutant)", width: 32)
      for seed in MutantSearch.seeds {
        row += Self.cell(
          try await MutantSearch.shared.divergence(of: mutant, seed: seed), width: 22)
      }
      row += Self.cell(
        try await MutantSearch.shared.divergence(of: mutant, comparesResultsOnly: true),
        width: 22)
      rows.append(row)
    }
    let title =
      Self.cell("mistake", width: 32)
      + MutantSearch.seeds.map { Self.cell("found with seed \($0)", width: 22) }.joined()
      + Self.cell("by results alone", width: 22)
    print(([title] + rows).joined(separator: "\n"))
    #expect(rows.count >= 20)
  }

  private static func cell(_ divergence: Divergence?, width: Int) -> String {
    cell(divergence.map { "\($0.index) \($0.strategy.name)" } ?? "-", width: width)
  }

  private static func cell(_ text: String, width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
