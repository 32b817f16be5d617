// SPDX-License-Identifier: MIT

/// Runs chunks on one thread, with storage that is used again for each batch.
struct ChunkWorker {
  private var pair: OraclePair
  private var batch = CaseBatch()
  /// The tallies of a chunk, by `Strategy.index`: a batch rarely has the
  /// strategy of the one before, and a dictionary would be slow to look up.
  private var tallies = [Tally](repeating: Tally(), count: Strategy.allCases.count)
  private let maxDivergences: Int

  init(_ pair: OraclePair, maxDivergences: Int) {
    self.pair = pair
    self.maxDivergences = maxDivergences
  }

  /// Makes the cases of a chunk, asks both oracles and compares.
  mutating func run(
    _ chunk: WorkPlan.Chunk, of source: some CaseSource
  ) throws(RunError) -> ChunkResult {
    var result = ChunkResult(source: chunk.source)
    for index in chunk.batches {
      source.fill(&batch, at: index)
      let declared = source.caseCount(ofBatch: index)
      let made = UInt64(batch.queries.count)
      guard made == declared else {
        throw .sizeMismatch(
          source: source.name, batch: index, declared: declared, made: made)
      }
      do {
        try pair.decide(batch)
      } catch {
        throw .oracle(error)
      }
      compare(firstIndex: index * source.casesPerBatch, &result)
    }
    for strategy in Strategy.allCases where tallies[strategy.index].cases > 0 {
      result.tallies[strategy] = tallies[strategy.index]
      tallies[strategy.index] = Tally()
    }
    return result
  }

  /// Compares the answers to the batch.
  private mutating func compare(
    firstIndex: UInt64, _ result: inout ChunkResult
  ) {
    let slot = batch.strategy.index
    for position in batch.queries.indices {
      let index = firstIndex &+ UInt64(truncatingIfNeeded: position)
      tallies[slot].count(
        pair.subjectAnswers[position], to: batch.queries[position])
      // A sum modulo 2^64, so that order doesn't matter.
      result.checksum &+= pair.subjectAnswers[position].digest(index: index)
      guard !pair.agrees(at: position) else { continue }
      tallies[slot].divergences &+= 1
      if result.findings.count < maxDivergences {
        result.findings.append(
          .init(source: result.source, strategy: batch.strategy, index: index))
      }
    }
  }
}
