// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance

/// What a differential run compares.
enum RunModel: String, CaseIterable, ExpressibleByArgument {
  /// Single decisions about states of a machine.
  case decisions
  /// Whole histories, operation by operation.
  case sequences
}

extension RunModel {
  /// The random cases of a run that nothing else limits.
  var defaultCases: UInt64 {
    switch self {
    case .decisions: 10_000_000
    case .sequences: 100_000
    }
  }

  /// Whether a strategy makes cases of this kind.
  func has(_ strategy: Strategy) -> Bool {
    strategy.makesHistories == (self == .sequences)
  }

  /// Whether an implementation can be compared in this way.
  func suits(_ implementation: Implementation) -> Bool {
    self == .decisions || implementation.hasHistories || implementation.judgesHistories
  }
}
