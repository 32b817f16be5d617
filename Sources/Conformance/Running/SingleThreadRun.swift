// SPDX-License-Identifier: MIT

/// A source's cases compared on the calling thread, to time nothing else.
public struct SingleThreadRun {
  private let subject: Implementation
  private let reference: Implementation
  private let source: any CaseSource

  /// Creates a run.
  public init(
    subject: Implementation, reference: Implementation,
    source: any CaseSource
  ) {
    self.subject = subject
    self.reference = reference
    self.source = source
  }

  /// Compares all cases; returns how many diverged.
  @discardableResult
  public func run() throws(RunError) -> UInt64 {
    var worker: ChunkWorker
    do {
      worker = ChunkWorker(try OraclePair(subject, reference), maxDivergences: 1)
    } catch {
      throw .oracle(error)
    }
    let chunk = WorkPlan.Chunk(index: 0, source: 0, batches: 0..<source.batchCount)
    let result = try worker.run(chunk, of: source)
    return result.tallies.values.reduce(0) { $0 + $1.divergences }
  }
}
