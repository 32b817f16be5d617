// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// An implementation that oracles can be made of, one a thread.
public struct Implementation: Sendable {
  /// A short name, as on the command line.
  public let name: String

  /// Where it comes from, for reports.
  public let origin: String

  /// The fields that its answers hold.
  public let fields: DecisionAnswer.FieldSet

  /// The kernel that it is, if it says so: its origin begins with `Linux` and a
  /// version.
  public var kernel: KernelVersion? {
    let prefix = "Linux "
    guard origin.hasPrefix(prefix) else { return nil }
    let release = Array(origin.utf8.dropFirst(prefix.utf8.count))
    guard let kernel = KernelVersion(release: release.span), kernel >= .first
    else { return nil }
    return kernel
  }

  private let make: @Sendable () throws(OracleError) -> any Oracle
  private let newMachine: (@Sendable () throws(OracleError) -> any Machine)?
  /// Makes a judge of histories, if the implementation can be one.
  var makeJudge: (@Sendable () throws(OracleError) -> any HistoryJudge)?

  /// Ends what its oracles wait for, which fail then: the processes of a library
  /// that runs in its own, whatever they are doing. Of no meaning to others.
  public internal(set) var interrupt: @Sendable () -> Void = {}

  /// Creates an implementation.
  ///
  /// - Parameters:
  ///   - makeMachine: Makes a machine that histories are played on, if the
  ///     implementation has one.
  ///   - make: Makes an oracle of decisions.
  public init(
    name: String,
    origin: String,
    fields: DecisionAnswer.FieldSet = .all,
    makeMachine: (@Sendable () throws(OracleError) -> any Machine)? = nil,
    make: @escaping @Sendable () throws(OracleError) -> any Oracle
  ) {
    self.name = name
    self.origin = origin
    self.fields = fields
    newMachine = makeMachine
    self.make = make
  }

  /// Makes an oracle for one thread.
  public func makeOracle() throws(OracleError) -> any Oracle { try make() }

  /// Whether the implementation goes through whole histories too.
  public var runsHistories: Bool { newMachine != nil }

  /// Whether the implementation keeps the books of histories that others go
  /// through.
  public var judgesHistories: Bool { makeJudge != nil }

  /// Makes a judge of histories for one thread, if the implementation is one.
  func makeHistoryJudge() throws(OracleError) -> (any HistoryJudge)? {
    guard let makeJudge else { return nil }
    return try makeJudge()
  }

  /// Makes a machine that histories are played on, for one thread.
  ///
  /// - Throws: Also if the implementation makes single decisions only.
  public func makeMachine() throws(OracleError) -> any Machine {
    guard let newMachine else {
      throw OracleError("\(name): makes single decisions only")
    }
    return try newMachine()
  }
}
