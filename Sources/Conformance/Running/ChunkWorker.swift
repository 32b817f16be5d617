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
    // By `Strategy.index`: a batch rarely has the strategy of the one before,
    // and a dictionary would be slow to look up.
    var tallies = [Tally](repeating: Tally(), count: Strategy.allCases.count)
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
      Self.compare(
        pair, on: batch, firstIndex: index * source.casesPerBatch,
        &tallies[batch.strategy.index], &result, maxDivergences: maxDivergences)
    }
    for strategy in Strategy.allCases where tallies[strategy.index].cases > 0 {
      result.tallies[strategy] = tallies[strategy.index]
    }
    return result
  }

  /// Compares the answers to a batch.
  private static func compare(
    _ pair: borrowing OraclePair, on batch: borrowing CaseBatch,
    firstIndex: UInt64, _ tally: inout Tally, _ result: inout ChunkResult,
    maxDivergences: Int
  ) {
    let subject = pair.subjectAnswers.span
    let reference = pair.referenceAnswers.span
    let queries = batch.queries.span
    let (judge, outcomes) = (pair.judge, pair.outcomes)
    var digest = AnswerDigest(batch: firstIndex)
    for position in queries.indices {
      digest.add(subject[position])
      let verdict = judge.verdict(subject[position], reference[position])
      if verdict == .differ, result.findings.count < maxDivergences {
        result.findings.append(
          .init(
            source: result.source, strategy: batch.strategy,
            index: firstIndex &+ UInt64(truncatingIfNeeded: position)))
      }
      tally.count(verdict)
      switch outcomes {
      case .ofSubject: tally.count(subject[position], to: queries[position])
      case .ofReference: tally.count(reference[position], to: queries[position])
      case .unknown: break
      }
    }
    // A sum modulo 2^64: order doesn't matter.
    result.checksum &+= digest.value
  }
}
