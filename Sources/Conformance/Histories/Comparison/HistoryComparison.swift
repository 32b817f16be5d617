// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Generation

/// Two machines that go through the same histories, on one thread.
protocol HistoryComparison: AnyObject {
  /// The only kernel whose histories can be compared, or `nil` for any.
  var kernel: KernelVersion? { get }

  /// Goes through a history until the machines disagree or it ends.
  ///
  /// - Parameters:
  ///   - checksInvariants: Whether to hold the first machine against its own
  ///     past too, which takes longer.
  ///   - tally: Counts the operations' results.
  /// - Returns: The digest of the first machine's results and states, and where
  ///   it went wrong, if it did.
  func compare(
    _ history: borrowing History, checksInvariants: Bool, _ tally: inout Tally
  ) throws(OracleError) -> HistoryVerdict

  /// Goes through a history again up to a difference, and says what it is.
  func explain(
    _ history: borrowing History, until difference: HistoryDifference
  ) throws(OracleError) -> HistoryExplanation
}

extension HistoryComparison {
  var kernel: KernelVersion? { nil }

  /// Makes a history's machine one of the kernel that can be compared.
  func pin(_ machine: inout TraceMachine) {
    if let kernel { machine.kernel = kernel }
  }
}

/// What a comparison says about a history.
struct HistoryVerdict {
  /// The digest of the first machine's results and states.
  let digest: UInt64
  /// Where it went wrong, or `nil`.
  let difference: HistoryDifference?
}

/// Where and how a history goes wrong.
struct HistoryDifference: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// One of the machines can't boot.
    case boot
    /// The operation's results or the states after it differ.
    case machines
    /// The first machine isn't what its past makes it.
    case invariant(Invariant)
  }

  /// The position of the operation, or -1 for boot.
  let step: Int
  let kind: Kind
}
