// SPDX-License-Identifier: MIT

/// Runs chunks on one thread, with storage that is used again for each batch.
struct ChunkWorker {
  private var pair: OraclePair
  private var batch = CaseBatch()
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
    // One strategy's tally is kept at hand: a dictionary is slow to update.
    var tally = Tally()
    var strategy: Strategy?
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
      if strategy != batch.strategy {
        if let strategy { result.add(&tally, strategy) }
        strategy = batch.strategy
      }
      compare(firstIndex: index * source.casesPerBatch, &tally, &result)
    }
    if let strategy { result.add(&tally, strategy) }
    return result
  }

  /// Compares the answers to the batch.
  private func compare(
    firstIndex: UInt64, _ tally: inout Tally, _ result: inout ChunkResult
  ) {
    for position in batch.queries.indices {
      let index = firstIndex &+ UInt64(truncatingIfNeeded: position)
      tally.count(pair.subjectAnswers[position], to: batch.queries[position])
      // A sum modulo 2^64, so that order doesn't matter.
      result.checksum &+= pair.subjectAnswers[position].digest(index: index)
      guard !pair.agrees(at: position) else { continue }
      tally.divergences &+= 1
      if result.findings.count < maxDivergences {
        result.findings.append(
          .init(source: result.source, strategy: batch.strategy, index: index))
      }
    }
  }
}

extension ChunkResult {
  /// Adds a tally and empties it.
  fileprivate mutating func add(_ tally: inout Tally, _ strategy: Strategy) {
    tallies[strategy, default: Tally()].add(tally)
    tally = Tally()
  }
}
