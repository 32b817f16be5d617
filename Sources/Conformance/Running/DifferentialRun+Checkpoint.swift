// SPDX-License-Identifier: MIT

import Cases
import Generation

extension DifferentialRun {
  /// Checks that a checkpoint is one of this run.
  func check(_ checkpoint: RunCheckpoint, _ plan: WorkPlan) throws(CheckpointError) {
    try checkpoint.version.check("version", is: version)
    try "\(checkpoint.seed)".check("seed", is: "\(seed)")
    try "\(checkpoint.shard)".check("shard", is: "\(shard)")
    try "\(checkpoint.takesTurns)".check("timed", is: "\(timeLimit != nil)")
    guard checkpoint.identity == identity else {
      throw .malformed(
        "run: of other implementations, cases or options than are to be compared")
    }
    try "\(checkpoint.casesBySource.count)".check("sources", is: "\(series.count)")
    let cases = checkpoint.casesBySource.reduce(0, &+)
    guard checkpoint.chunkCount <= plan.chunkCount, cases <= plan.declaredCases,
      cases == checkpoint.tallies.values.reduce(0, { $0 &+ $1.cases })
    else { throw .malformed("chunks: more than there are, or other cases than they have") }
  }

  /// The results of the chunks that are done.
  func total(of checkpoint: RunCheckpoint) throws(RunError) -> ResultCollector.Total {
    var total = ResultCollector.Total(casesBySource: checkpoint.casesBySource)
    total.tallies = checkpoint.tallies
    total.checksum = checkpoint.checksum
    for kind in checkpoint.kinds {
      let found: FoundKinds.Kind?
      do {
        found = try self.kind(of: kind)
      } catch {
        throw .oracle(error)
      }
      // A kind is seen again rather than read: whoever changes an implementation
      // can't go on with what another one did.
      guard let found, found.signature == kind.signature else {
        throw .checkpoint(
          .malformed(
            "kinds: case \(kind.index) of source \(kind.source) does not show \(kind.signature)"))
      }
      total.kinds.add(
        found, first: .init(source: kind.source, strategy: kind.strategy, index: kind.index),
        caseCount: kind.caseCount)
    }
    return total
  }

  private func kind(of noted: RunCheckpoint.Kind) throws(OracleError) -> FoundKinds.Kind? {
    guard series.indices.contains(noted.source), noted.index < series[noted.source].size
    else { return nil }
    guard noted.source >= sources.count else {
      let vector = sources[noted.source].vector(at: noted.index)
      var pair = try OraclePair(subject, reference, isLimited: true)
      try pair.decide(vector.batch)
      return pair.divergence(on: vector.query).map { .decision($0) }
    }
    let worker = HistoryWorker(
      try Implementation.makeHistoryComparison(subject, reference))
    return try worker.kind(ofCase: noted.index, in: histories[noted.source - sources.count])
      .map { .history($0) }
  }

  /// The checkpoint of a run so far.
  func checkpoint(
    _ progress: (total: ResultCollector.Total, chunkCount: Int), after elapsed: Duration,
    _ identity: UInt64
  ) -> RunCheckpoint {
    RunCheckpoint(
      version: version, seed: seed, identity: identity, shard: shard,
      takesTurns: timeLimit != nil, chunkCount: progress.chunkCount, elapsed: elapsed,
      casesBySource: progress.total.casesBySource, tallies: progress.total.tallies,
      checksum: progress.total.checksum,
      kinds: progress.total.kinds.entries.map {
        .init(
          signature: $0.kind.signature, source: $0.first.source, strategy: $0.first.strategy,
          index: $0.first.index, caseCount: $0.caseCount)
      })
  }
}

extension FoundKinds.Kind {
  /// The kind for programs.
  fileprivate var signature: String {
    switch self {
    case .decision(let kind): kind.signature
    case .history(let kind): kind.signature
    }
  }
}
