// SPDX-License-Identifier: MIT

import Synchronization

/// Saves checkpoints of a run now and then, one at a time.
///
/// Often at first and then less so: a run that is killed again and again gets
/// ahead each time, and one that isn't loses no time.
final class CheckpointSaver<Checkpoint>: Sendable {
  private struct State {
    var interval: Duration
    var due: ContinuousClock.Instant
    var isBusy = false
  }

  private let save: @Sendable (Checkpoint) throws(CheckpointError) -> Void
  private let state: Mutex<State>

  /// The longest time between two checkpoints, unless one takes long.
  private static var longestInterval: Duration { .seconds(1) }

  /// - Parameter interval: The time to the first checkpoint; it doubles each time.
  init(
    every interval: Duration,
    _ save: @escaping @Sendable (Checkpoint) throws(CheckpointError) -> Void
  ) {
    self.save = save
    state = Mutex(State(interval: interval, due: .now + interval))
  }

  /// Saves a checkpoint if it is time to, and nobody is about it.
  func saveIfDue(_ checkpoint: () -> Checkpoint) throws(CheckpointError) {
    let start = ContinuousClock.now
    let isMine = state.withLock { state in
      guard !state.isBusy, start >= state.due else { return false }
      state.isBusy = true
      return true
    }
    guard isMine else { return }
    defer {
      let end = ContinuousClock.now
      state.withLock { state in
        state.isBusy = false
        state.interval = min(state.interval * 2, Self.longestInterval)
        // No more than a fiftieth of the time goes into it, however slow the disk is.
        state.due = end + max(state.interval, (end - start) * 50)
      }
    }
    try save(checkpoint())
  }

  /// Saves the last checkpoint; nobody works any more.
  func saveLast(_ checkpoint: Checkpoint) throws(CheckpointError) { try save(checkpoint) }
}
