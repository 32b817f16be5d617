// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

/// An implementation, as the command line names it.
struct NamedImplementation: ExpressibleByArgument {
  let implementation: Implementation

  init(_ implementation: Implementation) { self.implementation = implementation }

  init?(argument: String) {
    guard let implementation = Implementation.named(argument) else { return nil }
    self.init(implementation)
  }

  /// The name on the command line.
  var name: String { implementation.name }

  var defaultValueDescription: String { name }

  static var allValueStrings: [String] { ["swift", "c"] }
}
