// SPDX-License-Identifier: MIT

import AutoMovable
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

  /// Creates a source of random cases.
  ///
  /// - Parameters:
  ///   - strategy: The only strategy, or `nil` for the mix of all.
  ///   - size: The number of cases.
  public init(seed: UInt64, strategy: Strategy? = nil, size: UInt64) {
    self.seed = seed
    self.size = size
    self.name = strategy?.rawValue ?? "mixed"
    self.slots = strategy.map { [Strategy](repeating: $0, count: 64) } ?? Self.mix
  }

  public var casesPerBatch: UInt64 { 16 }

  public func replayArguments(forCase index: UInt64) -> String {
    "--seed \(seed) --strategy \(name) --case \(index)"
  }

  public func fill(_ batch: inout CaseBatch, at index: UInt64) {
    var random = SplitMix64(seed: seed, stream: index)
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
    case .vectors, .exhaustiveRatio, .exhaustiveZone, .growShrink, .mixedDevices,
      .lowMemory, .textFiles, .refusals, .misuse:
      break
    }
    let kept = min(batch.madeCount, Int(truncatingIfNeeded: caseCount(ofBatch: index)))
    if kept < count { batch.queries.removeLast(count - kept) }
  }
}

extension RandomCases {
  /// The strategies that random cases can be made by.
  public static var strategies: [Strategy] {
    weights.map(\.strategy)
  }

  /// The share of each strategy in the mix, in 64ths.
  ///
  /// No strategy finds all mistakes; the shares follow from what each of them
  /// found alone.
  private static let weights: [(strategy: Strategy, slots: Int)] = [
    (.boundary, 14), (.units, 12), (.requirement, 8), (.extreme, 8),
    (.zoneEdges, 8), (.odd, 6), (.plausible, 5), (.uniform, 3),
  ]

  private static let mix: [Strategy] = weights.flatMap {
    [Strategy](repeating: $0.strategy, count: $0.slots)
  }
}
