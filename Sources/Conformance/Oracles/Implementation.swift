// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// An implementation that oracles can be made of, one a thread.
public struct Implementation: Sendable {
  /// A short name, as on the command line.
  public var name: String

  /// Where it comes from, for reports.
  public let origin: String

  /// The fields that its answers hold.
  public let fields: DecisionAnswer.FieldSet

  /// What it says that it can't say, a few words each; verdicts name it.
  public var gaps: [String] = []

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

  /// The largest unit of a dynamic group about which a run asks for a zone, in pages;
  /// a larger one counts as declined. `nil` for no limit.
  ///
  /// The unit of a generated group may have 2^63 pages, and the kernel walks over them
  /// section by section. Who doesn't mind says so.
  public var largestUnit: UInt64?

  /// 4 TiB of 4 KiB pages: more than a virtio-mem device plugs at once, and soon walked
  /// over.
  public static let usualLargestUnit: UInt64 = 1 << 30

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
  ///   - largestUnit: The largest unit about which a run asks for a zone; see the
  ///     property.
  ///   - makeMachine: Makes a machine that histories are played on, if the
  ///     implementation has one.
  ///   - make: Makes an oracle of decisions.
  public init(
    name: String,
    origin: String,
    fields: DecisionAnswer.FieldSet = .all,
    largestUnit: UInt64? = Self.usualLargestUnit,
    makeMachine: (@Sendable () throws(OracleError) -> any Machine)? = nil,
    make: @escaping @Sendable () throws(OracleError) -> any Oracle
  ) {
    self.name = name
    self.origin = origin
    self.fields = fields
    self.largestUnit = largestUnit
    newMachine = makeMachine
    self.make = make
  }

  /// Makes an oracle for one thread.
  public func makeOracle() throws(OracleError) -> any Oracle { try make() }

  /// Makes an oracle for one thread, which declines units that are too large.
  func makeLimitedOracle() throws(OracleError) -> any Oracle {
    let oracle = try make()
    guard let largestUnit else { return oracle }
    return UnitLimitedOracle(oracle, largestUnit: largestUnit)
  }

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
