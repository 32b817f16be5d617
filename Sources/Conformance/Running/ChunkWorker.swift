// SPDX-License-Identifier: MIT

import Cases

/// Runs chunks on one thread, with storage that is used again for each batch.
struct ChunkWorker: ~Copyable {
  private var pair: OraclePair

  /// The batches that take each step together: a step's code, its branch
  /// predictions and an oracle's own memory would be cold each time if single
  /// batches took all steps in turn.
  private var lot = InlineArray<16, AnsweredBatch> { _ in AnsweredBatch() }

  private let inHand: WorkInHand

  init(_ pair: OraclePair, _ inHand: WorkInHand) {
    self.pair = pair
    self.inHand = inHand
  }

  /// Makes the cases of a chunk, asks both oracles and compares.
  mutating func run(
    _ chunk: WorkPlan.Chunk, of source: some CaseSource
  ) throws(RunError) -> ChunkResult {
    var result = ChunkResult(source: chunk.source)
    // By the strategies' raw values: a batch rarely has the strategy of the one before,
    // and a dictionary would be slow to look up.
    var tallies = [Tally](repeating: Tally(), count: Strategy.allCases.count)
    var first = chunk.batches.lowerBound
    while first < chunk.batches.upperBound {
      let rest = chunk.batches.upperBound - first
      let places = 0..<Int(min(rest, UInt64(lot.count)))
      for place in places {
        try lot[place].fill(from: source, at: first + UInt64(place))
      }
      for place in places {
        inHand.ask(about: first + UInt64(place))
        try lot[place].askSubject(of: pair)
      }
      for place in places {
        inHand.ask(about: first + UInt64(place))
        try lot[place].askReference(of: &pair)
        let firstIndex = (first + UInt64(place)) * source.casesPerBatch
        Self.compare(
          pair, on: lot[place], firstIndex: firstIndex,
          &tallies[lot[place].cases.strategy.rawValue], &result)
      }
      first += UInt64(places.count)
    }
    for strategy in Strategy.allCases where tallies[strategy.rawValue].cases > 0 {
      result.tallies[strategy] = tallies[strategy.rawValue]
    }
    return result
  }

  /// Compares the answers to a batch.
  ///
  /// In passes, each a short loop: what one needs stays in registers.
  private static func compare(
    _ pair: borrowing OraclePair, on batch: borrowing AnsweredBatch,
    firstIndex: UInt64, _ tally: inout Tally, _ result: inout ChunkResult
  ) {
    let subject = batch.subjectAnswers.span
    let reference = pair.referenceAnswers.span
    let queries = batch.cases.queries.span
    tally.cases &+= UInt64(truncatingIfNeeded: queries.count)
    switch pair.outcomes {
    case .ofSubject: tally.count(subject, to: queries)
    case .ofReference: tally.count(reference, to: queries)
    case .unknown: break
    }
    var digest = AnswerDigest(batch: firstIndex)
    var screening = AnswerScreening()
    for position in queries.indices {
      digest.add(subject[position])
      screening.add(subject[position], reference[position])
    }
    // A sum modulo 2^64: order doesn't matter.
    result.checksum &+= digest.value
    // Equal answers are by far the usual case.
    guard screening.mayDiffer else { return }
    for position in queries.indices {
      switch pair.judge.verdict(subject[position], reference[position]) {
      case .agree: continue
      case .declined: tally.declined &+= 1
      case .differ:
        tally.divergences &+= 1
        let kind = DivergenceKind(
          of: subject[position], reference[position], to: queries[position],
          in: pair.judge.fields)
        result.kinds.add(
          .decision(kind),
          first: .init(
            source: result.source, strategy: batch.cases.strategy,
            index: firstIndex &+ UInt64(truncatingIfNeeded: position)))
      }
    }
  }
}
