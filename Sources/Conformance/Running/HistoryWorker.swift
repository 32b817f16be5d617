// SPDX-License-Identifier: MIT

import Cases
import Generation

/// Runs chunks of histories on one thread, with storage that is used again for
/// each history.
struct HistoryWorker {
  private let comparison: any HistoryComparison
  private var history = History()

  /// Of so many histories one is held against the invariants after each step.
  private static var invariantPeriod: UInt64 { 128 }

  private let inHand: WorkInHand

  init(_ comparison: any HistoryComparison, _ inHand: WorkInHand = WorkInHand()) {
    self.comparison = comparison
    self.inHand = inHand
  }

  /// Whether a history is held against the invariants.
  private func checksInvariants(_ index: UInt64) -> Bool {
    // What zones of odd boots count isn't what there is.
    history.strategy != .oddBoots && index % Self.invariantPeriod == 0
  }

  /// How a history goes wrong, or `nil` if it doesn't.
  consuming func kind(
    ofCase index: UInt64, in source: HistoryCases
  ) throws(OracleError) -> HistoryDivergenceKind? {
    source.fill(&history, at: index)
    comparison.pin(&history.machine)
    var tally = Tally()
    let verdict = try comparison.compare(
      history, checksInvariants: checksInvariants(source.firstIndex &+ index), &tally)
    guard let difference = verdict.difference else { return nil }
    return try comparison.kind(of: difference, in: history)
  }

  /// Makes the histories of a chunk and lets both machines go through them.
  mutating func run(
    _ chunk: WorkPlan.Chunk, of source: HistoryCases
  ) throws(RunError) -> ChunkResult {
    var result = ChunkResult(source: chunk.source)
    var tallies = [Tally](repeating: Tally(), count: Strategy.allCases.count)
    for index in chunk.batches {
      source.fill(&history, at: index)
      comparison.pin(&history.machine)
      let strategy = history.strategy.rawValue
      let verdict: HistoryVerdict
      inHand.ask(about: index)
      do {
        verdict = try comparison.compare(
          history, checksInvariants: checksInvariants(source.firstIndex &+ index),
          &tallies[strategy])
      } catch {
        // Which one it was, to run it alone.
        throw .oracle(
          OracleError("\(error): \(source.name), case \(source.firstIndex &+ index)"))
      }
      tallies[strategy].cases &+= 1
      // The history's place is part of the digest: sums don't mind order.
      result.checksum &+= SplitMix64.mix(
        verdict.digest &+ SplitMix64.mix(source.firstIndex &+ index))
      guard let difference = verdict.difference else { continue }
      tallies[strategy].divergences &+= 1
      do {
        result.kinds.add(
          .history(try comparison.kind(of: difference, in: history)),
          first: .init(source: result.source, strategy: history.strategy, index: index))
      } catch {
        throw .oracle(error)
      }
    }
    for strategy in Strategy.allCases where tallies[strategy.rawValue].cases > 0 {
      result.tallies[strategy] = tallies[strategy.rawValue]
    }
    return result
  }
}
