// SPDX-License-Identifier: MIT

import Cases
import Conformance

/// A source's cases made and put to one implementation, or to none, to time
/// nothing else.
final class SingleOracleRun<Source: CaseSource> {
  private let oracle: (any Oracle)?
  private var answers: [DecisionAnswer]
  private var lot = InlineArray<16, CaseBatch> { _ in CaseBatch() }
  private let lotSize: Int
  private let source: Source

  /// Makes the oracle.
  ///
  /// - Parameter lotSize: How many batches are made before the first of them is
  ///   asked about, 1 to 16.
  /// - Throws: What kept the oracle from being made.
  init(
    _ implementation: Implementation?, source: Source, lotSize: Int = 1
  ) throws(OracleError) {
    oracle = try implementation?.makeOracle()
    answers = Array(
      repeating: DecisionAnswer(), count: Int(truncatingIfNeeded: source.casesPerBatch))
    self.source = source
    self.lotSize = min(max(lotSize, 1), 16)
  }

  /// Makes all cases and asks about them.
  func run() throws(OracleError) {
    var first: UInt64 = 0
    while first < source.batchCount {
      let places = 0..<Int(min(source.batchCount - first, UInt64(lotSize)))
      for place in places { source.fill(&lot[place], at: first + UInt64(place)) }
      if let oracle {
        for place in places { try Self.ask(oracle, lot[place], &answers) }
      }
      first += UInt64(places.count)
    }
  }

  private static func ask(
    _ oracle: any Oracle, _ batch: borrowing CaseBatch, _ answers: inout [DecisionAnswer]
  ) throws(OracleError) {
    var span = answers.mutableSpan
    try oracle.decide(batch, into: &span)
  }
}
