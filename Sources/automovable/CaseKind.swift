// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance

/// What a case is.
enum CaseKind: String, CaseIterable {
  /// Single decisions about states of a machine.
  case decisions
  /// Whole histories, operation by operation.
  case histories
}

extension CaseKind: ExpressibleByArgument {
  init?(argument: String) {
    // The name that histories had in versions before.
    self.init(rawValue: argument == "sequences" ? "histories" : argument)
  }
}

extension CaseKind {
  /// The random cases of a run that nothing else limits.
  var defaultCases: UInt64 {
    switch self {
    case .decisions: 10_000_000
    case .histories: 100_000
    }
  }

  /// Whether a strategy makes cases of this kind.
  func has(_ strategy: Strategy) -> Bool {
    strategy.makesHistories == (self == .histories)
  }

  /// Whether an implementation can be compared in this way.
  func suits(_ implementation: Implementation) -> Bool {
    self == .decisions || implementation.runsHistories || implementation.judgesHistories
  }
}
