// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import Conformance
import Generation

/// A source of cases, as `--strategy` names it.
enum SourceName: Hashable {
  /// All random strategies in their proportions.
  case mixed
  /// One strategy.
  case only(Strategy)
}

extension SourceName: ExpressibleByArgument {
  init?(argument: String) {
    if argument == "mixed" {
      self = .mixed
    } else if let strategy = Strategy(name: argument) {
      self = .only(strategy)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] {
    ["mixed"] + Strategy.allCases.map(\.name)
  }
}

extension SourceName {
  /// The strategy, or `nil` for all of them.
  var strategy: Strategy? {
    switch self {
    case .mixed: nil
    case .only(let strategy): strategy
    }
  }

  /// Refuses what isn't of a kind of cases, and what is given twice.
  static func validate(_ names: [SourceName], of kind: CaseKind) throws {
    for case .only(let name) in names where !kind.has(name) {
      throw ValidationError(
        "--strategy: expected one of --model \(kind.rawValue), found '\(name)'")
    }
    if Set(names).count < names.count {
      throw ValidationError("--strategy: one is given twice")
    }
  }

  /// The decisions of the source; `size` is the number of random ones.
  func decisions(seed: UInt64, size: UInt64, geometry: Geometry) -> any CaseSource {
    switch strategy {
    case .exhaustiveRatio: ExhaustiveRatioCases(geometry: geometry)
    case .exhaustiveZone: ExhaustiveZoneCases(geometry: geometry)
    case let strategy:
      RandomCases(seed: seed, strategy: strategy, size: size, geometry: geometry)
    }
  }

  /// The name on the command line.
  var text: String {
    switch self {
    case .mixed: "mixed"
    case .only(let strategy): strategy.name
    }
  }
}
