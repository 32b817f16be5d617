// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// Random cases of one or several strategies.
///
/// A case is a function of the seed, the strategies and its index, whatever the
/// number of cases.
public struct RandomCases: CaseSource {
  /// The seed.
  public let seed: UInt64

  public let size: UInt64

  /// The strategies of 64 successive slots; a batch draws one of them.
  private let slots: [Strategy]

  public let name: String

  /// What the machines' kernels have.
  public let geometry: Geometry

  private let strategyName: String

  /// Creates a source of random cases.
  ///
  /// - Parameters:
  ///   - strategy: The only strategy, or `nil` for the mix of all.
  ///   - size: The number of cases.
  ///   - geometry: What the machines' kernels have.
  public init(
    seed: UInt64, strategy: Strategy? = nil, size: UInt64, geometry: Geometry = .x86_64
  ) {
    self.seed = seed
    self.size = size
    self.geometry = geometry
    self.strategyName = strategy?.name ?? "mixed"
    self.name = strategyName + geometry.sourceSuffix
    self.slots = strategy.map { [Strategy](repeating: $0, count: 64) } ?? Self.mix
  }

  public var casesPerBatch: UInt64 { 16 }

  public func replayArguments(forCase index: UInt64) -> String {
    "--seed \(seed) --strategy \(strategyName)\(geometry.arguments) --case \(index)"
  }

  public func fill(_ batch: inout CaseBatch, at index: UInt64) {
    var random = SplitMix64(seed: seed, stream: index)
    batch.use(geometry)
    batch.removeMachine()
    batch.strategy = slots[Int(truncatingIfNeeded: random.next() >> 58)]
    // The last batch is made whole too and then cut: the machine may depend on
    // how many questions there are, but a case not on how many others.
    let count = Int(truncatingIfNeeded: casesPerBatch)
    batch.replaceQueries(count)
    switch batch.strategy {
    case .plausible: batch.makePlausible(count, &random)
    case .boundary: batch.makeBoundary(count, &random)
    case .requirement: batch.makeRequirement(count, &random)
    case .extreme: batch.makeExtreme(count, &random)
    case .zoneEdges: batch.makeZoneEdges(count, &random)
    case .units: batch.makeUnits(count, &random)
    case .odd: batch.makeOdd(count, &random)
    case .uniform: batch.makeUniform(count, &random)
    // The others make no random decisions.
    default: break
    }
    batch.conform()
    let kept = min(batch.madeCount, Int(truncatingIfNeeded: caseCount(ofBatch: index)))
    if kept < count { batch.queries.removeLast(count - kept) }
  }
}

extension RandomCases {
  /// The strategies that random cases can be made by, those with large shares
  /// first.
  // Seeds give the same cases for ever, so the order must stay.
  public static let strategies: [Strategy] = Strategy.allCases
    .filter { if case .decisions = $0.kind { true } else { false } }
    .sorted { ($1.share, $0.rawValue) < ($0.share, $1.rawValue) }

  private static let mix: [Strategy] = strategies.flatMap {
    [Strategy](repeating: $0, count: $0.share)
  }
}
