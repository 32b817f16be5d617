// SPDX-License-Identifier: MIT

import PlantedMistakes
import Synchronization
import SystemPackage
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation
@testable import Reports
@testable import TextFiles

/// A run that ends after each chunk and goes on from its checkpoint comes to the
/// same report.
@Suite("Checkpoints")
struct CheckpointTests {
  /// The report of a run that was ended again and again, and how often.
  private static func interrupted(
    _ run: DifferentialRun
  ) async throws -> (report: DifferentialReport, ends: Int) {
    var run = run
    run.firstCheckpoint = .zero
    let folder = try TemporaryFolder()
    let file = CheckpointFile(folder.path.appending("checkpoint"), libraries: 7)
    for end in 0... {
      let control = RunControl()
      run.saveCheckpoint = { checkpoint throws(CheckpointError) in
        // First, as the other threads go on meanwhile.
        control.stop()
        try file.write(checkpoint)
      }
      let report = try await run.run(control: control, from: try file.read())
      if report.stop != .interrupted { return (report, end) }
    }
    fatalError()
  }

  private static func text(of report: DifferentialReport) -> String {
    ReportFormat.json.text(of: report, includesTiming: false)
  }

  @Test("Whoever is interrupted loses nothing", arguments: [1, 3], [1, 10_000])
  func decisions(_ jobs: Int, _ maxDivergences: Int) async throws {
    for mutant in [nil, Mutant.cmaIgnored] {
      var run = DifferentialRun(
        subject: .planted(mutant), reference: .c,
        sources: [
          RandomCases(seed: 11, size: 48_003),
          RandomCases(seed: 12, strategy: .zoneEdges, size: 18_001),
        ])
      run.jobs = jobs
      run.maxDivergences = maxDivergences
      run.shard = Shard(index: 1, of: 2)!
      let whole = try await run.run()
      let (report, ends) = try await Self.interrupted(run)
      #expect(Self.text(of: report) == Self.text(of: whole))
      #expect(ends > 0 || whole.stop == .maxDivergences)
    }
  }

  @Test("Histories go on, too")
  func histories() async throws {
    for subject in [Implementation.totals, .history(.emptyNodeStaysOnline)] {
      var run = DifferentialRun(subject: subject, reference: .c, sources: [])
      run.histories = [
        HistoryCases(seed: 3, size: 301), HistoryCases(seed: 3, strategy: .oddBoots, size: 99),
      ]
      run.maxDivergences = 10_000
      let (report, ends) = try await Self.interrupted(run)
      #expect(Self.text(of: report) == Self.text(of: try await run.run()))
      #expect(ends > 3)
    }
  }

  /// A checkpoint of a run with a mistake, and the run.
  private static func sample() async throws -> (DifferentialRun, RunCheckpoint) {
    var run = DifferentialRun(
      subject: .planted(.limitEqualityRefused), reference: .c,
      sources: [RandomCases(seed: 11, size: 20_000)])
    run.firstCheckpoint = .zero
    let saved = Mutex<RunCheckpoint?>(nil)
    run.saveCheckpoint = { checkpoint throws(CheckpointError) in
      saved.withLock { $0 = $0 ?? checkpoint }
    }
    _ = try await run.run()
    return (run, try #require(saved.withLock { $0 }))
  }

  @Test("A checkpoint of another run is refused")
  func refusals() async throws {
    let (run, checkpoint) = try await Self.sample()
    #expect(!checkpoint.kinds.isEmpty)
    let others: [(String, (inout DifferentialRun) -> Void)] = [
      ("version: , expected 2", { $0.version = "2" }),
      ("seed: 0, expected 4", { $0.seed = 4 }),
      ("shard: 1/1, expected 1/2", { $0.shard = Shard(index: 1, of: 2)! }),
      ("timed: false, expected true", { $0.timeLimit = .seconds(60) }),
      (
        "run: of other implementations, cases or options than are to be compared",
        { $0.sources = [RandomCases(seed: 11, size: 20_001)] }
      ),
      (
        "run: of other implementations, cases or options than are to be compared",
        { $0.maxDivergences = 7 }
      ),
    ]
    for (message, change) in others {
      var other = run
      change(&other)
      let error = await #expect(throws: RunError.self) { try await other.run(from: checkpoint) }
      #expect(error.map { "\($0)" } == message)
    }
    _ = try await run.run(from: checkpoint)
  }

  @Test("Whoever changes an implementation can't go on with what the old one did")
  func otherImplementation() async throws {
    let (run, checkpoint) = try await Self.sample()
    var other = run
    // The same name, but without the mistake.
    other.subject = Implementation(
      name: run.subject.name, origin: run.subject.origin
    ) { () throws(OracleError) in MutantOracle(nil) }
    let error = await #expect(throws: RunError.self) { try await other.run(from: checkpoint) }
    #expect(
      error.map { "\($0)".contains("does not show auto_movable_can_online_movable/") } == true)
  }

  @Test("A file that is no checkpoint of these libraries is refused, and left alone")
  func files() async throws {
    let (_, checkpoint) = try await Self.sample()
    let folder = try TemporaryFolder()
    let path = folder.path.appending("checkpoint")
    #expect(try CheckpointFile(path, libraries: 1).read() == nil)
    try CheckpointFile(path, libraries: 1).write(checkpoint)
    #expect(try CheckpointFile(path, libraries: 1).read()?.chunkCount == checkpoint.chunkCount)
    let other = #expect(throws: InputError.self) { try CheckpointFile(path, libraries: 2).read() }
    #expect(other?.message == "of other libraries than those that are to be compared")
    let text = try path.contents(atMost: 1 << 20)
    // However it is cut off, and whatever it is else.
    for bytes in [[], Array("{}".utf8), Array("{\"schema\":\"automovable-report/1\"".utf8)]
      + stride(from: 1, to: text.count - 1, by: 97).map({ Array(text[..<$0]) })
    {
      try folder.write(bytes, to: "checkpoint")
      #expect(throws: InputError.self) { try CheckpointFile(path, libraries: 1).read() }
      #expect(try path.contents(atMost: 1 << 20) == bytes)
    }
    let folderError = #expect(throws: InputError.self) {
      try CheckpointFile(folder.path, libraries: 1).read()
    }
    #expect(folderError?.message == "expected a file to keep a checkpoint in")
  }
}
