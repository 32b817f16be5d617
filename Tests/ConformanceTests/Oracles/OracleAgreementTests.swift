// SPDX-License-Identifier: MIT

import Cases
import Conformance
import Generation
import PlantedMistakes
import Testing

/// All implementations, running totals too, and the policy that mistakes are planted in answer alike, to the last value.
@Suite("Implementations agree")
struct OracleAgreementTests {
  private static let pairs: [(Implementation, Implementation)] = [
    (.swift, .c), (.planted(), .c), (.swift, .planted()), (.totals, .c),
  ]

  private func expectAgreement(
    of subject: Implementation, with reference: Implementation,
    on source: any CaseSource
  ) async throws {
    let run = DifferentialRun(
      subject: subject, reference: reference, sources: [source])
    let report = try await run.run()
    #expect(report.cases == source.size)
    #expect(report.divergenceCount == 0)
    for divergence in report.divergences {
      Issue.record(
        "\(divergence.replay): \(divergence.kind): \(divergence.shrunk)")
    }
  }

  @Test(arguments: pairs.indices)
  func onMixedCases(_ pair: Int) async throws {
    try await expectAgreement(
      of: Self.pairs[pair].0, with: Self.pairs[pair].1,
      on: RandomCases(seed: 0x5EED, size: 200_000))
  }

  /// The strides have no factor in common with the bases of the enumerations,
  /// so that every digit takes all of its values.
  @Test(arguments: pairs.indices)
  func onSamplesOfSmallScopes(_ pair: Int) async throws {
    for source: any CaseSource in [
      OracleSampledCases(of: ExhaustiveRatioCases(), stride: 97),
      OracleSampledCases(of: ExhaustiveZoneCases(), stride: 31),
    ] {
      try await expectAgreement(
        of: Self.pairs[pair].0, with: Self.pairs[pair].1, on: source)
    }
  }
}
