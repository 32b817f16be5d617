// SPDX-License-Identifier: MIT

import Synchronization

/// What the outside may see of a run under way, and how it may end it.
public final class RunControl: Sendable {
  private let completed = Atomic<UInt64>(0)
  private let stopRequested = Atomic<Bool>(false)

  /// Creates the control of a run.
  public init() {}

  /// The cases run so far.
  public var completedCases: UInt64 { completed.load(ordering: .relaxed) }

  /// Ends the run after the cases in hand.
  public func stop() { stopRequested.store(true, ordering: .relaxed) }

  /// Whether the run was asked to end.
  public var isStopRequested: Bool { stopRequested.load(ordering: .relaxed) }

  func complete(_ cases: UInt64) {
    completed.wrappingAdd(cases, ordering: .relaxed)
  }
}
