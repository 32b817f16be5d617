// SPDX-License-Identifier: MIT

import PlantedMistakes
import Synchronization
import SystemPackage
import Testing

@testable import Cases
@testable import Conformance
@testable import Reports
@testable import TextFiles

/// An exploration that ends after each boot state and goes on from its checkpoint comes to
/// the same report.
@Suite("Checkpoints of explorations")
struct ExplorationCheckpointTests {
  /// The report of a run that was ended again and again, how often, and the operations
  /// that it tried in all.
  private static func interrupted(
    _ run: ExplorationRun
  ) async throws -> (report: ExplorationReport, ends: Int, steps: UInt64) {
    var run = run
    let folder = try TemporaryFolder()
    let file = CheckpointFile(folder.path.appending("checkpoint"), libraries: 0)
    var steps: UInt64 = 0
    for end in 0... {
      let control = RunControl()
      run.saveCheckpoint = { checkpoint throws(CheckpointError) in
        // First, as the other threads go on meanwhile.
        control.stop()
        try file.write(checkpoint)
      }
      let report = try await run.run(control: control, from: try file.readExploration())
      steps += control.completedCases
      if report.stop != .interrupted { return (report, end, steps) }
    }
    fatalError()
  }

  private static func text(of report: ExplorationReport) -> String {
    var json = JSONWriter()
    report.write(to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test("Whoever is interrupted loses nothing", arguments: [1, 3])
  func goesOn(_ jobs: Int) async throws {
    var run = ExplorationTests.run(ExplorationTests.several)
    run.jobs = jobs
    let whole = try await run.run()
    let (report, ends, steps) = try await Self.interrupted(run)
    #expect(Self.text(of: report) == Self.text(of: whole))
    #expect(report.isComplete && ends > 0)
    // With one thread no boot state is explored twice.
    #expect(jobs > 1 || steps == whole.steps)
  }

  @Test("What breaks a property is found again")
  func properties() async throws {
    var run = ExplorationTests.run(ExplorationTests.several)
    run.properties = ExploredProperties.all
    let whole = try await run.run()
    #expect(!whole.brokenProperties.isEmpty)
    let (report, ends, _) = try await Self.interrupted(run)
    #expect(Self.text(of: report) == Self.text(of: whole))
    #expect(ends > 0)
  }

  /// A run and its checkpoint after the first boot state.
  private static func sample() async throws -> (ExplorationRun, ExplorationCheckpoint) {
    var run = ExplorationTests.run(ExplorationTests.several)
    let control = RunControl()
    let saved = Mutex<ExplorationCheckpoint?>(nil)
    run.saveCheckpoint = { checkpoint throws(CheckpointError) in
      control.stop()
      saved.withLock { $0 = checkpoint }
    }
    _ = try await run.run(control: control)
    run.saveCheckpoint = nil
    return (run, try #require(saved.withLock { $0 }))
  }

  /// The others may have been just as deep, so the report doesn't tell.
  @Test("A boot state is kept with its own figures")
  func figures() async throws {
    var (run, checkpoint) = try await Self.sample()
    let boot = checkpoint.boots[0]
    run.shard = try #require(
      Shard(index: boot.index + 1, of: run.scope.makeBoots().count))
    let report = try await run.run()
    #expect(report.boots == 1)
    #expect(boot.states == report.states && boot.steps == report.steps)
    #expect(boot.depth == report.depth && boot.depth > 0)
    #expect(boot.counts == report.counts)
  }

  @Test("A checkpoint of another exploration is refused")
  func refuses() async throws {
    let (run, checkpoint) = try await Self.sample()
    #expect(checkpoint.boots.count == 1)
    var others = [run, run, run, run]
    others[0].version = "another"
    others[1].shard = try #require(Shard(index: 1, of: 2))
    others[2].scope = .smallest
    others[3].properties = [ExploredProperties.all[0]]
    for other in others {
      let error = await #expect(throws: RunError.self) { try await other.run(from: checkpoint) }
      guard case .checkpoint? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    for boots in [checkpoint.boots + checkpoint.boots, [Self.moved(checkpoint.boots[0])]] {
      let wrong = ExplorationCheckpoint(
        version: checkpoint.version, identity: checkpoint.identity, shard: checkpoint.shard,
        elapsed: checkpoint.elapsed, boots: boots)
      let error = await #expect(throws: RunError.self) { try await run.run(from: wrong) }
      #expect(error?.description.contains("not to be explored, or twice there") == true)
    }
  }

  /// The figures as if they were of a boot state that there is not.
  private static func moved(_ boot: ExplorationCheckpoint.Boot) -> ExplorationCheckpoint.Boot {
    .init(
      part: boot.part, index: 1_000, states: boot.states, steps: boot.steps, depth: boot.depth,
      counts: boot.counts)
  }

  @Test("A checkpoint that can't be kept ends the run, and at once")
  func unwritable() async throws {
    var run = ExplorationTests.run(ExplorationTests.several)
    let (whole, control) = (try await run.run(), RunControl())
    run.saveCheckpoint = { _ throws(CheckpointError) in
      throw .cannotWrite(file: "there", reason: "for a test")
    }
    let error = await #expect(throws: RunError.self) { try await run.run(control: control) }
    #expect(control.completedCases < whole.steps)
    #expect(error?.description == "there: cannot write the checkpoint: for a test")
  }

  @Test("Numbers of outcomes are read back, and no others")
  func outcomeNumbers() {
    for number in 0..<OperationCounts.Outcome.numbers {
      guard let outcome = OperationCounts.Outcome(number: number) else { continue }
      #expect(outcome.number == number)
      #expect(!outcome.description.isEmpty)
    }
    #expect(OperationCounts.Outcome(number: 16) == nil)
    #expect(OperationCounts.Outcome(number: -1) == nil)
  }
}
