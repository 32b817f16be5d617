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
  ///
  /// In passes, each a short loop: what one needs stays in registers.
  private static func compare(
    _ pair: borrowing OraclePair, on batch: borrowing CaseBatch,
    firstIndex: UInt64, _ tally: inout Tally, _ result: inout ChunkResult,
    maxDivergences: Int
  ) {
    let subject = pair.subjectAnswers.span
    let reference = pair.referenceAnswers.span
    let queries = batch.queries.span
    tally.cases &+= UInt64(truncatingIfNeeded: queries.count)
    switch pair.outcomes {
    case .ofSubject: tally.count(subject, to: queries)
    case .ofReference: tally.count(reference, to: queries)
    case .unknown: break
    }
    var digest = AnswerDigest(batch: firstIndex)
    var difference = AnswerDifference()
    for position in queries.indices {
      digest.add(subject[position])
      difference.add(subject[position], reference[position])
    }
    // A sum modulo 2^64: order doesn't matter.
    result.checksum &+= digest.value
    // Equal answers are by far the usual case.
    guard difference.isPossible else { return }
    for position in queries.indices {
      switch pair.judge.verdict(subject[position], reference[position]) {
      case .agree: continue
      case .declined: tally.declined &+= 1
      case .differ:
        tally.divergences &+= 1
        guard result.findings.count < maxDivergences else { continue }
        result.findings.append(
          .init(
            source: result.source, strategy: batch.strategy,
            index: firstIndex &+ UInt64(truncatingIfNeeded: position)))
      }
    }
  }
}
