// SPDX-License-Identifier: MIT

public import Cases
import Dispatch
public import Generation

/// A comparison of two implementations on cases of one or more sources.
public struct DifferentialRun: Sendable {
  /// The implementation under test.
  public var subject: Implementation

  /// The implementation that it is compared with.
  public var reference: Implementation

  /// Where the cases come from, in the order in which they are run; with a time
  /// limit they take turns, so that each has its share of it.
  public var sources: [any CaseSource]

  /// The histories to go through, after those cases.
  public var histories: [HistoryCases] = []

  /// The part of each source to run.
  public var shard: Shard = .whole

  /// The number of threads, 1 or more; the outcome doesn't depend on it.
  public var jobs = 1

  /// The kinds of divergences after which the run ends, 1 or more.
  public var maxDivergences = 8

  /// How long to run at most.
  public var timeLimit: Duration?

  /// How long an implementation may take to answer the questions about one machine, or
  /// to go through one history; `nil` for as long as it likes.
  ///
  /// A call within this process can't be ended. After that long the run throws
  /// ``RunError/unanswered(implementations:source:cases:patience:)``, and leaves the thread behind.
  public var patience: Duration? = Self.usualPatience

  /// 90 s.
  public static let usualPatience = Duration.seconds(90)

  /// The seed of the random sources, for the report.
  public var seed: UInt64 = 0

  /// The version of the program that runs it, for the report.
  public var version = ""

  /// Keeps a checkpoint, in place of the one before; `nil` if none is to be kept.
  public var saveCheckpoint: (@Sendable (RunCheckpoint) throws(CheckpointError) -> Void)?

  /// The time to the first checkpoint.
  var firstCheckpoint = Duration.milliseconds(10)

  /// The words of the command that runs one case again, to which the source's
  /// arguments are added.
  public var replayCommand: String

  /// Creates a run.
  public init(
    subject: Implementation, reference: Implementation,
    sources: [any CaseSource], replayCommand: String = "automovable diff"
  ) {
    self.subject = subject
    self.reference = reference
    self.sources = sources
    self.replayCommand = replayCommand
  }
}

extension DifferentialRun {
  /// The number of cases that the run will compare if nothing ends it.
  public var declaredCases: UInt64 { WorkPlan(series, shard).declaredCases }

  /// All that is run, in order.
  var series: [any CaseSeries] {
    sources.map { $0 as any CaseSeries } + histories
  }

  /// Runs to the end, to the time limit, to the last kind of divergence wanted,
  /// or until `control` stops it; then shrinks the first case of each kind.
  ///
  /// - Parameter checkpoint: How far the run has come before, if it has; it goes on
  ///   from there.
  /// - Throws: `RunError` if there is no verdict.
  public func run(
    control: RunControl = RunControl(), from checkpoint: RunCheckpoint? = nil
  ) async throws(RunError) -> DifferentialReport {
    let count = max(1, jobs)
    guard ThreadSupply.has(count + ThreadSupply.needed) else { throw .noThreads(count) }
    // One for each thread, and one for who shrinks.
    let threads = (0...count).map { _ in WorkInHand() }
    let outcome = await withCheckedContinuation { waiting in
      let end = RunEnd(waiting)
      // On a thread of its own, as are the workers': some may be kept for ever.
      DispatchQueue(label: "run").async {
        let watch = patience.map { patience in
          AnswerWatch(threads, patience: patience) { work in
            end.come(.failure(self.unanswered(work, patience)))
          }
        }
        end.come(
          Result { () throws(RunError) in
            try runThreads(control: control, from: checkpoint, threads)
          })
        _ = consume watch
      }
    }
    return try outcome.get()
  }

  private func unanswered(_ work: WorkInHand.Work, _ patience: Duration) -> RunError {
    let source = series[work.source]
    let first = source.firstIndex &+ work.batch &* source.casesPerBatch
    return .unanswered(
      implementations: [subject.name, reference.name], source: source.name,
      cases: first..<first &+ source.caseCount(ofBatch: work.batch),
      patience: patience)
  }

  private func runThreads(
    control: RunControl, from checkpoint: RunCheckpoint?, _ threads: [WorkInHand]
  ) throws(RunError) -> DifferentialReport {
    let clock = ContinuousClock()
    // As if it had begun that much earlier.
    let start = clock.now - (checkpoint?.elapsed ?? .zero)
    let series = series
    let plan = WorkPlan(
      series, shard, takesTurns: timeLimit != nil, from: checkpoint?.chunkCount ?? 0)
    guard plan.declaredCases > 0 else { throw .noCases }
    let collector = try makeCollector(plan, checkpoint)
    let deadline = timeLimit.map { start + $0 }
    let identity = identity
    let saver = saveCheckpoint.map { CheckpointSaver(every: firstCheckpoint, $0) }
    let save: @Sendable () throws(CheckpointError) -> Void = { () throws(CheckpointError) in
      try saver?.saveIfDue {
        self.checkpoint(collector.progress, after: start.duration(to: .now), identity)
      }
    }
    control.complete(checkpoint?.casesBySource.reduce(0, &+) ?? 0)

    let workers = DispatchGroup()
    for thread in threads.dropLast() {
      DispatchQueue(label: "worker").async(group: workers) {
        work(plan, collector, control, until: deadline, thread, save)
      }
    }
    workers.wait()

    let (total, isFull) = try collector.finish()
    do throws(CheckpointError) {
      // Shrinking may take its time.
      try saver?.saveLast(
        self.checkpoint(collector.progress, after: start.duration(to: .now), identity))
    } catch {
      throw .checkpoint(error)
    }
    var report = DifferentialReport(
      version: version, seed: seed, identity: identity, shard: shard,
      subject: subject, reference: reference)
    report.sources = series.indices.map {
      .init(
        name: series[$0].name, size: series[$0].size,
        declaredCases: plan.declaredCases(ofSource: $0),
        cases: total.casesBySource[$0])
    }
    report.tallies = total.tallies
    report.checksum = total.checksum
    (report.divergences, report.historyDivergences) =
      try shrink(total.kinds, threads[threads.count - 1])
    report.jobs = jobs
    report.elapsed = start.duration(to: clock.now)
    if report.cases != plan.declaredCases {
      guard report.cases < plan.declaredCases,
        isFull || control.isStopRequested || timeLimit != nil
      else { throw .checkpoint(.malformed("chunks: other cases than they have")) }
      report.stop =
        isFull ? .maxDivergences : control.isStopRequested ? .interrupted : .time
      // Who ends a run early wants to see its report, even if it is empty.
      guard report.cases > 0 || report.stop == .interrupted else {
        throw .noCases
      }
    }
    return report
  }

  /// One thread's work: chunks, until there are none or no more are wanted.
  private func work(
    _ plan: WorkPlan, _ collector: ResultCollector, _ control: RunControl,
    until deadline: ContinuousClock.Instant?, _ inHand: WorkInHand,
    _ save: @Sendable () throws(CheckpointError) -> Void
  ) {
    var worker = RunWorker(self, inHand)
    defer { inHand.end() }
    while !control.isStopRequested, collector.wantsMore {
      if let deadline, ContinuousClock.now >= deadline { return }
      guard let chunk = plan.takeChunk() else { return }
      do throws(RunError) {
        inHand.begin(source: chunk.source)
        let result = try worker.run(chunk)
        inHand.end()
        control.complete(result.cases)
        guard collector.add(result, at: chunk.index) else { return }
      } catch {
        // An oracle that was interrupted has no answer, which is no failure.
        if !control.isStopRequested { collector.fail(error, at: chunk.index) }
        return
      }
      do throws(CheckpointError) {
        try save()
      } catch {
        // Of which chunk it is doesn't matter.
        collector.fail(.checkpoint(error), at: 0)
        return
      }
    }
  }

  /// Makes what collects results, those of a checkpoint among them.
  private func makeCollector(
    _ plan: WorkPlan, _ checkpoint: RunCheckpoint?
  ) throws(RunError) -> ResultCollector {
    guard let checkpoint else {
      return ResultCollector(
        .init(casesBySource: [UInt64](repeating: 0, count: series.count)),
        maxKinds: maxDivergences)
    }
    do throws(CheckpointError) {
      try check(checkpoint, plan)
    } catch {
      throw .checkpoint(error)
    }
    return ResultCollector(
      try total(of: checkpoint), ofChunks: checkpoint.chunkCount, maxKinds: maxDivergences)
  }
}
