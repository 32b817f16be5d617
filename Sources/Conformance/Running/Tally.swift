// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// What a run counted, for one strategy.
public struct Tally: Hashable, Sendable {
  /// The cases run.
  public var cases: UInt64 = 0

  /// The cases that the implementations answered differently.
  public var divergences: UInt64 = 0

  /// The cases that one of the implementations declined to answer.
  public var declined: UInt64 = 0

  /// The operations of histories that a library had a say in.
  public var judgedOperations: UInt64 = 0

  /// The answers of the first implementation that tells how it came to them,
  /// indexed by `Outcome`.
  public var outcomes = [UInt64](repeating: 0, count: Outcome.allCases.count)

  /// How far last comparisons were from the limit: see `marginBucket`.
  public var margins = [UInt64](repeating: 0, count: marginBucketCount)

  /// Creates a tally of nothing.
  public init() {}
}

extension Tally {
  /// How a case ended.
  public enum Outcome: Int, CaseIterable, Sendable {
    /// `auto_movable_can_online_movable` refused by the requirement.
    case testRefusedByRequirement = 0
    /// `auto_movable_can_online_movable` refused by the limit.
    case testRefusedByLimit
    /// `auto_movable_can_online_movable` allowed.
    case testAllowed
    /// `zone_for_pfn_range` with `online_kernel`.
    case kernelRequested
    /// `zone_for_pfn_range` with `online_movable`.
    case movableRequested
    /// The policy `contig-zones`.
    case contiguousZones
    /// A ratio of 0.
    case ratioIsZero
    /// A static group with kernel pages.
    case groupHasKernelPages
    /// A unit with an online kernel section.
    case unitHasKernelSection
    /// The system-wide test refused.
    case refusedBySystem
    /// The node's test refused.
    case refusedByNode
    /// Movable by the policy.
    case allowed
    /// An operation of a history that was done.
    case operationDone
    /// An operation of a history that was refused.
    case operationRefused
    /// A write to `state` that onlined a block to a kernel zone.
    case onlinedToKernelZone
    /// A write to `state` that onlined a block to `ZONE_MOVABLE`.
    case onlinedToMovable
    /// A file that was read.
    case fileRead
  }

  /// The number of margin buckets.
  public static var marginBucketCount: Int { 130 }

  /// The bucket of a last comparison: 0 to 64 for movable memory above the
  /// limit by a number with 64 to 0 significant bits less one, 65 for exactly
  /// the limit, 66 to 129 for below it by a number with 1 to 64 bits.
  @inlinable
  public static func marginBucket(wanted: UInt64, limit: UInt64) -> Int {
    // Negations by a mask and no branches: nothing predicts on which side of
    // the limit a random case lies.
    let mask = Int64(bitPattern: wanted <= limit ? 0 : UInt64.max)
    let distance = (Int64(bitPattern: limit &- wanted) ^ mask) &- mask
    let bits = 64 &- distance.leadingZeroBitCount
    return 65 &+ ((bits ^ Int(mask)) &- Int(mask))
  }
}

extension Tally {
  /// The positions of words within the vectors of an answer: the fields of these
  /// names. Constants, as raw values of another module wouldn't be inlined.
  private enum Word {
    static let result = 0
    static let exit = 2
    static let testExit = 0
    static let testWanted = 6
    static let testLimit = 7
  }

  /// How a test ended that came to its comparison: `RatioTest.Stage.comparison`.
  private static let compared: UInt64 = 2

  /// The last reason for a zone, `OnlineDecision.Reason.allowed`.
  private static let lastReason: UInt64 = 8

  /// Counts how the answers to a batch of queries came about.
  ///
  /// - Parameter answers: As many as there are queries, at least.
  mutating func count(
    _ answers: Span<DecisionAnswer>, to queries: Span<DecisionQuery>
  ) {
    var outcomes = outcomes.mutableSpan
    for position in queries.indices {
      outcomes[Self.outcome(of: answers[position], to: queries[position])] &+= 1
    }
    countMargins(answers.extracting(queries.indices))
  }

  private mutating func countMargins(_ answers: Span<DecisionAnswer>) {
    var margins = margins.mutableSpan
    for position in answers.indices {
      let test = answers[position].test
      let nodeTest = answers[position].nodeTest
      let isNode = nodeTest[Word.testExit] == Self.compared
      let bucket = Self.marginBucket(
        wanted: isNode ? nodeTest[Word.testWanted] : test[Word.testWanted],
        limit: isNode ? nodeTest[Word.testLimit] : test[Word.testLimit])
      margins[bucket] &+= isNode || test[Word.testExit] == Self.compared ? 1 : 0
    }
  }

  /// The raw value of the outcome that an answer is.
  // Selections and no branches: nothing predicts how a random case ends.
  @inline(__always)
  private static func outcome(
    of answer: borrowing DecisionAnswer, to query: borrowing DecisionQuery
  ) -> Int {
    let ofTest =
      answer.test[Word.testExit] == Self.compared
      ? Outcome.testRefusedByLimit.rawValue &+ (answer.choice[Word.result] == 0 ? 0 : 1)
      : Outcome.testRefusedByRequirement.rawValue
    // The remaining outcomes are in the order of the reasons.
    let ofZone =
      Outcome.kernelRequested.rawValue
      &+ Int(truncatingIfNeeded: min(answer.choice[Word.exit], lastReason))
    return switch query {
    case .canOnlineMovable: ofTest
    case .zone: ofZone
    }
  }

  /// Counts the result of an operation of a history.
  @inline(__always)
  mutating func count(_ result: TraceResult) {
    let outcome: Outcome =
      switch result {
      case .returns(let number), .onlined(let number, _):
        number < 0 ? .operationRefused : .operationDone
      case .state(let number, let zone):
        if let zone {
          zone == .movable ? .onlinedToMovable : .onlinedToKernelZone
        } else {
          number < 0 ? .operationRefused : .operationDone
        }
      case .text, .machine: .fileRead
      }
    outcomes[outcome.rawValue] &+= 1
  }

  /// The operations of histories.
  public var operations: UInt64 {
    outcomes[Outcome.operationDone.rawValue...].reduce(0, &+)
  }

  /// Whether the counts can be those of a run: none is of more cases than there are, and
  /// no sum is too large to be counted.
  package var isPossible: Bool {
    let decisions = outcomes[..<Outcome.operationDone.rawValue]
    return [decisions, margins[...], [divergences, declined]].allSatisfy {
      $0.isSum(atMost: cases)
    } && outcomes[Outcome.operationDone.rawValue...].isSum(atMost: UInt64(Int64.max))
  }

  /// Adds another tally.
  public mutating func add(_ other: Tally) {
    cases &+= other.cases
    divergences &+= other.divergences
    declined &+= other.declined
    judgedOperations &+= other.judgedOperations
    for index in outcomes.indices { outcomes[index] &+= other.outcomes[index] }
    for index in margins.indices { margins[index] &+= other.margins[index] }
  }
}

extension ArraySlice<UInt64> {
  /// Whether the numbers add up to no more than a limit.
  fileprivate func isSum(atMost limit: UInt64) -> Bool {
    var rest = limit
    for number in self {
      guard number <= rest else { return false }
      rest -= number
    }
    return true
  }
}
