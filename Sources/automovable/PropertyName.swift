// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

/// What `--property` names.
enum PropertyName: Hashable {
  /// The property with this name.
  case only(String)
  /// All of them.
  case all
}

extension PropertyName {
  /// The properties.
  var properties: [any ExploredProperty] {
    switch self {
    case .only(let name): ExploredProperties.property(named: name).map { [$0] } ?? []
    case .all: ExploredProperties.all
    }
  }
}

extension PropertyName: ExpressibleByArgument {
  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if ExploredProperties.property(named: argument) != nil {
      self = .only(argument)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { ["all"] + ExploredProperties.all.map(\.name) }
}
