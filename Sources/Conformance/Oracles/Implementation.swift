// SPDX-License-Identifier: MIT

/// An implementation that oracles can be made of, one a thread.
public struct Implementation: Sendable {
  /// A short name, as on the command line.
  public let name: String

  /// Where it comes from, for reports.
  public let origin: String

  /// Whether its answers hold the values on the way or the results only.
  public let tracesIntermediates: Bool

  private let make: @Sendable () throws(OracleError) -> any Oracle

  /// Creates an implementation.
  public init(
    name: String,
    origin: String,
    tracesIntermediates: Bool = true,
    make: @escaping @Sendable () throws(OracleError) -> any Oracle
  ) {
    self.name = name
    self.origin = origin
    self.tracesIntermediates = tracesIntermediates
    self.make = make
  }

  /// Makes an oracle for one thread.
  public func makeOracle() throws(OracleError) -> any Oracle { try make() }
}
