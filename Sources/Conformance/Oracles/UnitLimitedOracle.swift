// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// An oracle that isn't asked where a unit of a dynamic group is larger than so many
/// pages: one that walks over 2^63 pages never answers. It declines these.
final class UnitLimitedOracle: Oracle {
  private let oracle: any Oracle
  private let largestUnit: UInt64
  private var rest = CaseBatch()
  private var restAnswers: [DecisionAnswer] = []

  init(_ oracle: any Oracle, largestUnit: UInt64) {
    self.oracle = oracle
    self.largestUnit = largestUnit
  }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    // By far the usual case.
    guard batch.state.groups.groups.contains(where: isTooLarge) else {
      return try oracle.decide(batch, into: &answers)
    }
    var positions: [Int] = []
    rest = CaseBatch(policy: batch.policy, state: batch.state)
    for index in batch.queries.indices {
      if case .zone(_, _, _, let groupID?) = batch.queries[index],
        let group = batch.state.groups[groupID], isTooLarge(group)
      {
        answers[index] = .declined
      } else {
        rest.queries.append(batch.queries[index])
        positions.append(index)
      }
    }
    guard !positions.isEmpty else { return }
    restAnswers = Array(repeating: DecisionAnswer(), count: positions.count)
    var span = restAnswers.mutableSpan
    try oracle.decide(rest, into: &span)
    for (answer, index) in zip(restAnswers, positions) { answers[index] = answer }
  }

  private func isTooLarge(_ group: MemoryGroup) -> Bool {
    if case .dynamic(let unitPages) = group.kind { unitPages > largestUnit } else { false }
  }
}
