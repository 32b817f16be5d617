// SPDX-License-Identifier: MIT

import Cases
import Synchronization

/// Puts the chunks' results together in order, so that the outcome doesn't
/// depend on which thread was done when.
final class ResultCollector: Sendable {
  /// The results of all chunks up to one.
  struct Total {
    var tallies: [Strategy: Tally] = [:]
    var casesBySource: [UInt64]
    var checksum: UInt64 = 0
    var kinds = FoundKinds()
  }

  private struct State {
    var total: Total
    /// The chunk that comes next, and results that came before their turn.
    var next: Int
    var early: [Int: ChunkResult] = [:]
    var isFull: Bool
    var failure: (chunk: Int, error: RunError)?
  }

  private let state: Mutex<State>
  private let maxKinds: Int

  /// - Parameters:
  ///   - total: The results of the chunks that are done.
  ///   - chunkCount: How many they are.
  ///   - maxKinds: The kinds of divergences that are enough.
  init(_ total: Total, ofChunks chunkCount: Int = 0, maxKinds: Int) {
    self.maxKinds = maxKinds
    state = Mutex(
      State(total: total, next: chunkCount, isFull: total.kinds.count >= maxKinds))
  }

  /// Whether more chunks are wanted.
  var wantsMore: Bool { state.withLock { !$0.isFull && $0.failure == nil } }

  /// The total of the chunks in a row from the first, and how many they are.
  var progress: (total: Total, chunkCount: Int) {
    state.withLock { ($0.total, $0.next) }
  }

  /// Takes a chunk's result; returns whether more chunks are wanted.
  func add(_ result: ChunkResult, at index: Int) -> Bool {
    state.withLock { state in
      state.early[index] = result
      while !state.isFull, let result = state.early.removeValue(forKey: state.next) {
        state.next += 1
        state.total.merge(result, maxKinds: maxKinds)
        // What comes later isn't counted: it depends on timing how much of it
        // was run.
        state.isFull = state.total.kinds.count >= maxKinds
      }
      return !state.isFull && state.failure == nil
    }
  }

  /// Takes note of a failure; the one of the earliest chunk counts.
  func fail(_ error: RunError, at index: Int) {
    state.withLock { state in
      if state.failure.map({ index < $0.chunk }) ?? true {
        state.failure = (index, error)
      }
    }
  }

  /// The total of the chunks in a row from the first.
  ///
  /// - Throws: The earliest failure, unless enough kinds of divergences came
  ///   before it.
  func finish() throws(RunError) -> (total: Total, isFull: Bool) {
    let (total, isFull, failure) = state.withLock { state in
      (state.total, state.isFull, state.failure)
    }
    if !isFull, let failure { throw failure.error }
    return (total, isFull)
  }
}

extension ResultCollector.Total {
  fileprivate mutating func merge(_ result: ChunkResult, maxKinds: Int) {
    for (strategy, tally) in result.tallies {
      tallies[strategy, default: Tally()].add(tally)
    }
    casesBySource[result.source] &+= result.cases
    // Digests add up to the checksum modulo 2^64.
    checksum &+= result.checksum
    kinds.add(result.kinds, upTo: maxKinds)
  }
}
