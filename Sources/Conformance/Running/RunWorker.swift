// SPDX-License-Identifier: MIT

import Cases
import Generation

/// One thread of a run, with a worker for each kind of cases that it comes
/// across.
struct RunWorker: ~Copyable {
  private let settings: DifferentialRun
  private var decisions: ChunkWorker?
  private var histories: HistoryWorker?

  /// What the thread is at.
  private let inHand: WorkInHand

  init(_ settings: DifferentialRun, _ inHand: WorkInHand) {
    self.settings = settings
    self.inHand = inHand
  }

  /// Runs a chunk of cases or of histories.
  mutating func run(_ chunk: WorkPlan.Chunk) throws(RunError) -> ChunkResult {
    let caseSources = settings.sources.count
    if chunk.source < caseSources {
      return try run(chunk, of: settings.sources[chunk.source])
    }
    return try run(chunk, of: settings.histories[chunk.source - caseSources])
  }

  private mutating func run(
    _ chunk: WorkPlan.Chunk, of source: some CaseSource
  ) throws(RunError) -> ChunkResult {
    if decisions == nil {
      do {
        decisions = ChunkWorker(
          try OraclePair(settings.subject, settings.reference, isLimited: true), inHand)
      } catch {
        throw .oracle(error)
      }
    }
    return try decisions!.run(chunk, of: source)
  }

  private mutating func run(
    _ chunk: WorkPlan.Chunk, of source: HistoryCases
  ) throws(RunError) -> ChunkResult {
    if histories == nil {
      do {
        histories = HistoryWorker(
          try Implementation.makeHistoryComparison(settings.subject, settings.reference), inHand)
      } catch {
        throw .oracle(error)
      }
    }
    return try histories!.run(chunk, of: source)
  }
}
