// SPDX-License-Identifier: MIT

import Cases
import Synchronization

/// The boot states of a run that are done, and who keeps them in a checkpoint.
final class ExplorationProgress: Sendable {
  private let run: ExplorationRun
  private let identity: UInt64
  private let saver: CheckpointSaver<ExplorationCheckpoint>?
  private let boots: Mutex<[ExplorationCheckpoint.Boot]>

  /// When the run began, or would have if it had gone on without a break.
  let start: ContinuousClock.Instant

  /// - Parameter checkpoint: One of this run; see `ExplorationRun.check(_:partCount:)`.
  init(of run: ExplorationRun, from checkpoint: ExplorationCheckpoint?) {
    self.run = run
    identity = run.identity
    // A boot state takes seconds, as a rule: each is worth keeping.
    saver = run.saveCheckpoint.map { CheckpointSaver(every: .zero, $0) }
    boots = Mutex(checkpoint?.boots ?? [])
    start = .now - (checkpoint?.elapsed ?? .zero)
  }

  /// What came of the boot states of an exploration that are done.
  func outcomes(ofPart part: Int) -> [Int: BootOutcome] {
    boots.withLock { boots in
      boots.reduce(into: [:]) { outcomes, boot in
        guard boot.part == part else { return }
        outcomes[boot.index] = BootOutcome(
          states: boot.states, steps: boot.steps, depth: boot.depth, counts: boot.counts)
      }
    }
  }

  /// Takes note of what came of a boot state.
  func note(
    _ outcome: BootOutcome, of index: Int, inPart part: Int
  ) throws(CheckpointError) {
    guard outcome.end == .complete, outcome.difference == nil, outcome.violations.isEmpty
    else { return }
    boots.withLock {
      $0.append(
        .init(
          part: part, index: index, states: outcome.states, steps: outcome.steps,
          depth: outcome.depth, counts: outcome.counts))
    }
    try saver?.saveIfDue { checkpoint }
  }

  /// Keeps the last boot states; nobody explores any more.
  func finish() throws(CheckpointError) { try saver?.saveLast(checkpoint) }

  private var checkpoint: ExplorationCheckpoint {
    ExplorationCheckpoint(
      version: run.version, identity: identity, shard: run.shard,
      elapsed: start.duration(to: .now), boots: boots.withLock { $0 })
  }
}
