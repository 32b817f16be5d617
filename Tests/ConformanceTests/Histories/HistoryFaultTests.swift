// SPDX-License-Identifier: MIT

import Testing

@testable import AutoMovable
@testable import Cases
@testable import Conformance
@testable import Generation
@testable import Reports

/// Every planted mistake is found, and what is found becomes short.
@Suite("Planted mistakes in histories")
struct HistoryFaultTests {
  private func divergence(
    of subject: HistoryFault, against reference: Implementation
  ) async throws -> HistoryDivergence? {
    var run = DifferentialRun(
      subject: .history(subject), reference: reference, sources: [])
    run.histories = [HistoryCases(seed: 1, size: 80_000)]
    run.maxDivergences = 1
    return try await run.run().historyDivergences.first
  }

  @Test("Every mistake is found and shrinks", arguments: HistoryFault.allCases)
  func isFound(_ fault: HistoryFault) async throws {
    let divergence = try #require(await divergence(of: fault, against: .c))
    let shrunk = divergence.shrunk
    #expect(shrunk.steps.count <= 7, "\(divergence.kind): \(shrunk.lines)")
    #expect(shrunk.machine.nodes.count <= 2, "\(divergence.kind): \(shrunk.lines)")
    #expect(divergence.results.count == shrunk.steps.count)
    print("\(fault): \(divergence.kind), \(shrunk.size), history \(divergence.index)")
  }

  /// Both machines have the same mistake, so there is no difference; only the
  /// books show it.
  @Test("Invariants show mistakes by themselves", arguments: HistoryFault.brokenInvariants)
  func breaksAnInvariant(_ fault: HistoryFault) async throws {
    let divergence = try #require(
      await divergence(of: fault, against: .history(fault)))
    #expect(divergence.kind.isInvariant, "\(divergence.kind)")
    #expect(divergence.shrunk.steps.count <= 7, "\(divergence.shrunk.lines)")
    print("\(fault): \(divergence.kind), \(divergence.shrunk.size)")
  }

  @Test("The machine without a mistake agrees and breaks no invariant")
  func soundMachines() async throws {
    for implementation in [Implementation.swift, .c] {
      var run = DifferentialRun(
        subject: implementation, reference: implementation, sources: [])
      run.histories = [HistoryCases(seed: 2, size: 300)]
      #expect(try await run.run().verdict == .agree)
    }
  }
}
