// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance

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
  /// The name on the command line.
  var text: String {
    switch self {
    case .mixed: "mixed"
    case .only(let strategy): strategy.name
    }
  }
}
