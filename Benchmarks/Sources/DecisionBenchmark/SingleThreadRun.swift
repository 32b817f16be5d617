// SPDX-License-Identifier: MIT

/// A source's cases compared on the calling thread, to time nothing else.
public struct SingleThreadRun {
  private let settings: DifferentialRun
  private let batchCount: UInt64

  /// Creates a run of single decisions.
  public init(
    subject: Implementation, reference: Implementation, source: any CaseSource
  ) {
    settings = DifferentialRun(subject: subject, reference: reference, sources: [source])
    batchCount = source.batchCount
  }

  /// Creates a run of histories.
  public init(
    subject: Implementation, reference: Implementation, histories: HistoryCases
  ) {
    var run = DifferentialRun(subject: subject, reference: reference, sources: [])
    run.histories = [histories]
    settings = run
    batchCount = histories.batchCount
  }

  /// Compares all cases; returns how many diverged.
  @discardableResult
  public func run() throws(RunError) -> UInt64 {
    var worker = RunWorker(settings)
    let result = try worker.run(
      WorkPlan.Chunk(index: 0, source: 0, batches: 0..<batchCount))
    return result.tallies.values.reduce(0) { $0 + $1.divergences }
  }
}
