// SPDX-License-Identifier: MIT

import AutoMovable
import Dispatch
import PlantedMistakes
import Synchronization
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation
@testable import Reports

/// Runs that end before all cases are run.
@Suite("Ends of runs")
struct RunStopTests {
  @Test("A run that is stopped reports what was done, and that is right", arguments: [1, 3])
  func stop(_ jobs: Int) async throws {
    let control = RunControl()
    var run = DifferentialRun(
      subject: .stopping(control, afterBatches: 1_000), reference: .c,
      sources: [RandomCases(seed: 7, size: 1 << 40)])
    run.jobs = jobs
    let report = try await run.run(control: control)
    #expect(report.stop == .interrupted && report.verdict == .stopped)
    #expect(report.declaredCases == 1 << 40)
    #expect(report.cases >= 16_000 && report.cases < 1 << 20)
    #expect(report.sources.map(\.cases) == [report.cases])
    #expect(control.completedCases >= report.cases)
    // The cases that count are the first ones, without gaps.
    let same = DifferentialRun(
      subject: .swift, reference: .c, sources: [RandomCases(seed: 7, size: report.cases)])
    let whole = try await same.run()
    #expect(whole.checksum == report.checksum)
    #expect(whole.tallies == report.tallies)
  }

  @Test("A run that is stopped before it began has an empty report")
  func stopAtOnce() async throws {
    let control = RunControl()
    control.stop()
    let run = DifferentialRun(
      subject: .swift, reference: .c, sources: [RandomCases(seed: 7, size: 100)])
    let report = try await run.run(control: control)
    #expect(report.cases == 0 && report.stop == .interrupted && report.verdict == .empty)
    #expect(report.divergences.isEmpty && report.checksum == 0)
  }

  @Test("The first divergence ends a run that is to fail fast", arguments: [1, 5])
  func failFast(_ jobs: Int) async throws {
    var run = DifferentialRun(
      subject: .planted(.limitEqualityRefused), reference: .c,
      sources: [RandomCases(seed: 7, size: 1 << 40)])
    run.maxDivergences = 1
    run.jobs = jobs
    let report = try await run.run()
    #expect(report.divergences.count == 1)
    #expect(report.stop == .maxDivergences && report.verdict == .diverge)
    // The divergences of a whole chunk are counted.
    #expect(report.cases == 4096)
    #expect(report.divergenceCount >= 1)
  }

  @Test("An implementation that fails ends the run", arguments: [1, 5])
  func failure(_ jobs: Int) async throws {
    var run = DifferentialRun(
      subject: .failing, reference: .c, sources: [RandomCases(seed: 7, size: 1 << 20)])
    run.jobs = jobs
    await #expect {
      _ = try await run.run()
    } throws: { error in
      guard case RunError.oracle = error else { return false }
      return "\(error)" == "no answer"
    }
  }

  @Test("An implementation that can't be had ends the run")
  func missing() async throws {
    let missing = Implementation(name: "missing", origin: "Tests") {
      () throws(OracleError) in throw OracleError("not found")
    }
    let run = DifferentialRun(
      subject: .swift, reference: missing, sources: [RandomCases(seed: 7, size: 1)])
    await #expect {
      _ = try await run.run()
    } throws: { "\($0)" == "not found" }
  }

  @Test(
    "An implementation that never answers ends the run, which names the cases", arguments: [1, 3])
  func silence(_ jobs: Int) async throws {
    let release = DispatchSemaphore(value: 0)
    let silent = Implementation(name: "silent", origin: "Tests") { () throws(OracleError) in
      WrappedOracle { () throws(OracleError) in release.wait() }
    }
    var run = DifferentialRun(
      subject: .swift, reference: silent, sources: [RandomCases(seed: 7, size: 10)])
    run.jobs = jobs
    run.patience = .milliseconds(100)
    await #expect {
      _ = try await run.run()
    } throws: { "\($0)" == "swift or silent: no answer within 0 s: mixed, cases 0 to 9" }
    release.signal()
  }

  @Test(
    "Any patience will do", arguments: [Duration.seconds(Int64.max), .milliseconds(1 << 40), nil])
  func patience(_ patience: Duration?) async throws {
    var run = DifferentialRun(
      subject: .swift, reference: .c, sources: [RandomCases(seed: 7, size: 100)])
    run.patience = patience
    #expect(try await run.run().verdict == .agree)
  }

  @Test("One that never boots a machine does so too")
  func silenceInHistories() async throws {
    let release = DispatchSemaphore(value: 0)
    let silent = Implementation(
      name: "silent", origin: "Tests",
      makeMachine: { () throws(OracleError) in
        release.wait()
        return try CoreMachine()
      }, make: { () throws(OracleError) in SwiftOracle() })
    var run = DifferentialRun(subject: silent, reference: .c, sources: [])
    run.histories = [HistoryCases(seed: 7, strategy: .growShrink, size: 1)]
    run.patience = .milliseconds(100)
    await #expect {
      _ = try await run.run()
    } throws: { "\($0)" == "silent or c: no answer within 0 s: grow-shrink, case 0" }
    release.signal()
  }

  @Test("Nobody is asked about larger units than it likes", arguments: [1 << 20, nil] as [UInt64?])
  func largeUnits(_ largest: UInt64?) async throws {
    let sizes = UnitSizes()
    let choosy = Implementation(
      name: "choosy", origin: "Tests", largestUnit: largest,
      make: { () throws(OracleError) in UnitCountingOracle(sizes) })
    let run = DifferentialRun(
      subject: choosy, reference: .c,
      sources: [RandomCases(seed: 7, strategy: .uniform, size: 4_000)])
    let report = try await run.run()
    #expect(report.verdict == .agree)
    let declined = report.tallies.values.reduce(0) { $0 + $1.declined }
    #expect(declined > 0 || largest == nil)
    #expect((sizes.largest <= largest ?? .max) && (largest != nil || sizes.largest > 1 << 40))
    #expect(declined < 4_000)
  }
}

/// The largest unit about which somebody was asked.
private final class UnitSizes: Sendable {
  private let value = Atomic<UInt64>(0)
  var largest: UInt64 { value.load(ordering: .relaxed) }
  func add(_ pages: UInt64) { value.max(pages, ordering: .relaxed) }
}

/// The Swift core, which notes for which units it is asked for a zone.
private final class UnitCountingOracle: Oracle {
  private let core = SwiftOracle()
  private let sizes: UnitSizes

  init(_ sizes: UnitSizes) { self.sizes = sizes }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    for case .zone(_, _, _, let id?) in batch.queries {
      if case .dynamic(let pages)? = batch.state.groups[id]?.kind { sizes.add(pages) }
    }
    try core.decide(batch, into: &answers)
  }
}

/// The Swift core, which does something else besides.
private final class WrappedOracle: Oracle {
  private let core = SwiftOracle()
  private let prepare: () throws(OracleError) -> Void

  init(_ prepare: @escaping () throws(OracleError) -> Void) { self.prepare = prepare }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    try prepare()
    try core.decide(batch, into: &answers)
  }
}

extension Implementation {
  /// The Swift core, which asks for the end of the run after so many batches.
  fileprivate static func stopping(
    _ control: RunControl, afterBatches count: Int
  ) -> Implementation {
    Implementation(name: "stopping", origin: "Tests", largestUnit: nil) {
      () throws(OracleError) in
      var rest = count
      return WrappedOracle { () throws(OracleError) in
        rest -= 1
        if rest == 0 { control.stop() }
      }
    }
  }

  /// The Swift core, but for the batches after the first 1000.
  fileprivate static let failing = Implementation(name: "failing", origin: "Tests") {
    () throws(OracleError) in
    var rest = 1_000
    return WrappedOracle { () throws(OracleError) in
      rest -= 1
      guard rest >= 0 else { throw OracleError("no answer") }
    }
  }
}
