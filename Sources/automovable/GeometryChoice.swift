// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases

/// What the kernels of generated machines have, as `--geometry` says it.
enum GeometryChoice: Equatable {
  /// Each architecture's that differs from those before, one after the other.
  case all
  /// An architecture's, or one that is written out.
  case only(Geometry)
}

extension GeometryChoice: ExpressibleByArgument {
  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let geometry = Geometry(text: argument) {
      self = .only(geometry)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] {
    Architecture.names + ["all"]
  }

  var defaultValueDescription: String { text }
}

extension GeometryChoice {
  /// The geometries.
  var geometries: [Geometry] {
    switch self {
    case .all:
      Architecture.allCases.filter { $0.geometry.architecture == $0 }.map(\.geometry)
    case .only(let geometry): [geometry]
    }
  }

  /// The text on the command line.
  var text: String {
    switch self {
    case .all: "all"
    case .only(let geometry): geometry.text
    }
  }
}
