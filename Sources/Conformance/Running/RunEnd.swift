// SPDX-License-Identifier: MIT

import Synchronization

/// How a run ends for who waits for it: the first outcome counts, and what comes of a
/// thread that was left behind doesn't.
final class RunEnd: Sendable {
  typealias Outcome = Result<DifferentialReport, RunError>

  private let waiting: Mutex<CheckedContinuation<Outcome, Never>?>

  init(_ waiting: CheckedContinuation<Outcome, Never>) { self.waiting = Mutex(waiting) }

  /// Ends the run, unless it has ended.
  func come(_ outcome: Outcome) {
    let waiting = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    waiting?.resume(returning: outcome)
  }
}
