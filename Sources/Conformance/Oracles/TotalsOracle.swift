// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The Swift core's running totals as an oracle.
final class TotalsOracle: Oracle {
  private var model = MemoryModel()

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    do {
      try model.reset(to: batch.state, policy: batch.policy)
      for index in batch.queries.indices {
        switch batch.queries[index] {
        case .canOnlineMovable(let pages, let groupID, let scope):
          answers[index].set(
            try model.ratioTest(adding: pages, groupID: groupID, in: scope))
        case .zone(let range, let onlineType, let nodeID, let groupID):
          answers[index].set(
            try model.onlineDecision(
              for: range, onlineType: onlineType, nodeID: nodeID, groupID: groupID))
        }
      }
    } catch {
      throw OracleError("totals: \(error)")
    }
  }
}

extension Implementation {
  /// The Swift core, deciding by running totals; see `MemoryModel`.
  public static let totals = Implementation(
    name: "totals", origin: "Sources/AutoMovable/Totals/MemoryModel.swift", largestUnit: nil,
    makeMachine: { () throws(OracleError) in try CoreMachine(decidesByTotals: true) },
    make: { () throws(OracleError) in TotalsOracle() })
}
