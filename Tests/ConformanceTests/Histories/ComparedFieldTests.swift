// SPDX-License-Identifier: MIT

import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

/// The comparison looks at everything that machines have, on generated histories
/// and without invariants, which would stand in for it.
@Suite("What is compared")
struct ComparedFieldTests {
  @Test("One thing that is said wrong is a difference in that", arguments: ComparedField.allCases)
  func isCompared(_ field: ComparedField) throws {
    let pair = MachinePair(try MisreadMachine(field), try ReferenceMachine())
    #expect(try kind(of: pair) == field.value)
  }

  /// The first difference on generated histories.
  private func kind(
    of pair: some HistoryComparison
  ) throws -> HistoryDivergenceKind.Value? {
    var history = History()
    var tally = Tally()
    let cases = HistoryCases(seed: 3, size: 2_000)
    for index in 0..<cases.size {
      cases.fill(&history, at: index)
      // The generator makes none.
      history.operations.append(.readState)
      let verdict = try pair.compare(history, checksInvariants: false, &tally)
      guard let difference = verdict.difference else { continue }
      return try pair.kind(of: difference, in: history).value
    }
    return nil
  }
}
