// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// Random histories of one or several strategies.
///
/// A history is a function of the seed, the strategies and its index.
public struct HistoryCases: CaseSeries {
  /// The seed.
  public let seed: UInt64

  public private(set) var size: UInt64

  public private(set) var firstIndex: UInt64 = 0

  public let name: String

  /// What the machines' kernels have.
  public let geometry: Geometry

  private let strategyName: String

  /// The strategies of 16 successive slots; a history draws one of them.
  private let slots: [Strategy]

  /// Creates a source of random histories.
  ///
  /// - Parameters:
  ///   - strategy: The only strategy, one of `strategies`, or `nil` for all.
  ///   - size: The number of histories.
  ///   - geometry: What the machines' kernels have.
  public init(
    seed: UInt64, strategy: Strategy? = nil, size: UInt64, geometry: Geometry = .x86_64
  ) {
    self.seed = seed
    self.size = size
    self.geometry = geometry
    self.strategyName = strategy?.name ?? "mixed"
    self.name = strategyName + geometry.sourceSuffix
    self.slots = strategy.map { [Strategy](repeating: $0, count: 16) } ?? Self.mix
  }

  public var casesPerBatch: UInt64 { 1 }

  public var batchesPerChunk: UInt64 { 32 }

  public func replayArguments(forCase index: UInt64) -> String {
    "--model histories --seed \(seed) --strategy \(strategyName)\(geometry.arguments) "
      + "--case \(firstIndex + index)"
  }

  /// Makes a history.
  ///
  /// - Parameters:
  ///   - history: Receives the history; its storage is reused.
  ///   - index: The index, below `size`.
  public func fill(_ history: inout History, at index: UInt64) {
    // A stream apart from those of decisions.
    var random = SplitMix64(seed: ~seed, stream: firstIndex + index)
    history.machine.geometry = geometry
    history.removeAll()
    history.strategy = slots[random.below(16)]
    history.make(8 + random.below(72), &random)
  }
}

extension HistoryCases {
  /// One of the histories, or `nil` if there are fewer.
  public func only(_ index: UInt64) -> HistoryCases? {
    guard index < size else { return nil }
    var history = self
    history.firstIndex += index
    history.size = 1
    return history
  }

  /// The strategies of the mix. Their machines can be; those of `oddBoots` are
  /// apart, as many can't.
  public static let strategies: [Strategy] = Strategy.allCases.filter {
    $0.makesHistories && $0.share > 0
  }

  private static let mix: [Strategy] = strategies.flatMap {
    [Strategy](repeating: $0, count: $0.share)
  }
}

extension Strategy {
  /// The share of random cases in their mix, or 0.
  var share: Int {
    switch kind {
    case .decisions(let share), .histories(let share): share
    case .recorded, .exhaustive: 0
    }
  }
}
