// SPDX-License-Identifier: MIT

/// An implementation that oracles can be made of, one a thread.
public struct Implementation: Sendable {
  /// A short name, as on the command line.
  public let name: String

  /// Where it comes from, for reports.
  public let origin: String

  /// The fields that its answers hold.
  public let fields: DecisionAnswer.FieldSet

  private let make: @Sendable () throws(OracleError) -> any Oracle

  /// Creates an implementation.
  public init(
    name: String,
    origin: String,
    fields: DecisionAnswer.FieldSet = .all,
    make: @escaping @Sendable () throws(OracleError) -> any Oracle
  ) {
    self.name = name
    self.origin = origin
    self.fields = fields
    self.make = make
  }

  /// Whether its answers hold any values on the way.
  public var tracesIntermediates: Bool { !fields.isSubset(of: .results) }

  /// Makes an oracle for one thread.
  public func makeOracle() throws(OracleError) -> any Oracle { try make() }
}
