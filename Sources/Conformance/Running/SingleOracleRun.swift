// SPDX-License-Identifier: MIT

/// A source's cases made and put to one implementation, or to none, to time
/// nothing else.
public struct SingleOracleRun<Source: CaseSource>: ~Copyable {
  private var oracle: OraclePair?
  private var batch = CaseBatch()
  private let source: Source

  /// Makes the oracle.
  ///
  /// - Throws: What kept the oracle from being made.
  public init(
    _ implementation: Implementation?, source: Source
  ) throws(OracleError) {
    if let implementation { oracle = try OraclePair(implementation, nil) }
    self.source = source
  }

  /// Makes all cases and asks about them.
  public mutating func run() throws(OracleError) {
    for index in 0..<source.batchCount {
      source.fill(&batch, at: index)
      try oracle?.decide(batch)
    }
  }
}
