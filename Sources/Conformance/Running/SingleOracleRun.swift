// SPDX-License-Identifier: MIT

/// One implementation asked about a source's cases, which are made beforehand,
/// to time nothing else.
public struct SingleOracleRun {
  private var oracle: OraclePair
  private let batches: [CaseBatch]

  /// Makes the oracle and the cases.
  ///
  /// - Throws: What kept the oracle from being made.
  public init(
    _ implementation: Implementation, source: some CaseSource
  ) throws(OracleError) {
    oracle = try OraclePair(implementation, nil)
    batches = (0..<source.batchCount).map {
      var batch = CaseBatch()
      source.fill(&batch, at: $0)
      return batch
    }
  }

  /// Asks about all cases.
  public mutating func run() throws(OracleError) {
    for index in batches.indices { try oracle.decide(batches[index]) }
  }
}
