// SPDX-License-Identifier: MIT

import AutoMovable
import CaseSupport
import PlantedMistakes
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation
@testable import Reports

@Suite("Differential runs")
struct RunTests {
  /// A mistake that many cases show, and one that few show.
  private static let subjects: [Mutant] = [.limitEqualityRefused, .contigNeitherMeansKernel]

  private func run(
    _ mutant: Mutant, shard: Shard = .whole, jobs: Int = 1, maxDivergences: Int = 10_000
  ) async throws -> DifferentialReport {
    var run = DifferentialRun(
      subject: .planted(mutant), reference: .c,
      sources: [
        RandomCases(seed: 11, size: 20_003),
        RandomCases(seed: 12, strategy: .zoneEdges, size: 9_001),
      ])
    run.shard = shard
    run.jobs = jobs
    run.maxDivergences = maxDivergences
    // Shrinking thousands of findings is for other tests.
    return try await run.run()
  }

  @Test("The outcome is the same on any number of threads", arguments: [1, 2, 20])
  func jobs(_ maxDivergences: Int) async throws {
    for mutant in Self.subjects {
      let one = try await run(mutant, maxDivergences: maxDivergences)
      #expect(one.divergences.count <= maxDivergences)
      #expect(one.stop == (one.divergences.count == maxDivergences ? .maxDivergences : nil))
      let text = ReportFormat.json.text(of: one, includesTiming: false)
      for jobs in [2, 5] {
        let many = try await run(mutant, jobs: jobs, maxDivergences: maxDivergences)
        #expect(ReportFormat.json.text(of: many, includesTiming: false) == text)
      }
    }
  }

  @Test("The outcome of a whole run is the same on any number of threads")
  func wholeRun() async throws {
    var run = DifferentialRun(
      subject: .swift, reference: .c, sources: [RandomCases(seed: 5, size: 50_001)])
    let one = try await run.run()
    #expect(one.cases == 50_001 && one.stop == nil && one.verdict == .agree)
    for jobs in [2, 5] {
      run.jobs = jobs
      let many = try await run.run()
      #expect(many.checksum == one.checksum)
      #expect(many.tallies == one.tallies)
    }
  }

  @Test("Shards add up to the whole", arguments: [2, 3, 7, 5000])
  func shards(_ count: Int) async throws {
    var run = DifferentialRun(
      subject: .swift, reference: .c,
      sources: [
        RandomCases(seed: 11, size: 20_003),
        RandomCases(seed: 12, strategy: .zoneEdges, size: 9_001),
      ])
    let whole = try await run.run()
    var checksum: UInt64 = 0
    var tallies: [Strategy: Tally] = [:]
    var sources: [UInt64] = [0, 0]
    for index in 1...count {
      run.shard = try #require(Shard(index: index, of: count))
      // With more shards than batches some have nothing to do.
      guard run.declaredCases > 0 else { continue }
      let part = try await run.run()
      #expect(part.cases == run.declaredCases)
      checksum &+= part.checksum
      for (strategy, tally) in part.tallies { tallies[strategy, default: Tally()].add(tally) }
      for (index, source) in part.sources.enumerated() { sources[index] += source.cases }
    }
    #expect(checksum == whole.checksum)
    #expect(tallies == whole.tallies)
    #expect(sources == [20_003, 9_001])
  }

  @Test("A shard finds what the whole finds there")
  func shardFindings() async throws {
    let cases = RandomCases(seed: 11, size: 20_003)
    var run = DifferentialRun(
      subject: .planted(.contigNeitherMeansKernel), reference: .c, sources: [cases])
    run.maxDivergences = 1
    var first: Divergence?
    for index in 1...4 where first == nil {
      run.shard = try #require(Shard(index: index, of: 4))
      first = try await run.run().divergences.first
    }
    run.shard = .whole
    let whole = try #require(try await run.run().divergences.first)
    let part = try #require(first)
    #expect(part.index == whole.index)
    #expect(part.original.line == cases.vector(at: whole.index).line)
    #expect(part.shrunk.line == whole.shrunk.line)
    #expect(part.replay == whole.replay)
  }

  @Test("Divergences come in the order of their cases, few enough")
  func order() async throws {
    let report = try await run(.limitEqualityRefused, jobs: 2, maxDivergences: 40)
    #expect(report.divergences.count <= 40 && report.divergences.count > 1)
    let indices = report.divergences.map(\.index)
    #expect(indices == indices.sorted())
    #expect(Set(report.divergences.map(\.kind)).count == report.divergences.count)
    #expect(report.divergenceCount >= 40)
  }

  @Test("No cases are no verdict")
  func noCases() async throws {
    var run = DifferentialRun(subject: .swift, reference: .c, sources: [])
    await expectNoCases(run)
    run.sources = [VectorCases(name: "none", vectors: [])]
    await expectNoCases(run)
    run.sources = [RandomCases(seed: 1, size: 1)]
    // The first half of one batch is none.
    run.shard = try #require(Shard(index: 1, of: 2))
    await expectNoCases(run)
    run.shard = .whole
    run.timeLimit = .zero
    await expectNoCases(run)
  }

  private func expectNoCases(_ run: DifferentialRun) async {
    await #expect {
      _ = try await run.run()
    } throws: { error in
      if case RunError.noCases = error { true } else { false }
    }
  }

  @Test("A source that makes another number of cases ends the run", arguments: [-1, 1])
  func lyingSource(_ surplus: Int) async throws {
    // 10 cases in batches of 4: the last one has 2.
    for (batch, declared) in [(0, 4), (1, 4), (2, 2)] as [(UInt64, UInt64)] {
      for jobs in [1, 5] {
        var run = DifferentialRun(
          subject: .swift, reference: .c,
          sources: [
            RandomCases(seed: 1, size: 100),
            LyingCases(size: 10, batch: batch, surplus: surplus),
          ])
        run.jobs = jobs
        await #expect {
          _ = try await run.run()
        } throws: { error in
          guard case RunError.sizeMismatch("lying", batch, declared, let made) = error
          else { return false }
          return Int(made) == Int(declared) + surplus
            && "\(error)"
              == "lying: fill(_:at: \(batch)): expected \(declared) cases, as size and "
              + "casesPerBatch say, found \(made)"
        }
      }
    }
  }

  @Test("Shards are read from text like 2/8 only")
  func shardText() {
    #expect(Shard("2/8") == Shard(index: 2, of: 8))
    #expect(Shard("2/8").map { "\($0)" } == "2/8")
    for text in [
      "", "/", "1", "0/1", "2/1", "-1/2", "1/0", "1/2/3", "1 /2", "a/b", "1/99999999999999999999",
    ] {
      #expect(Shard(text) == nil, "\(text)")
    }
  }

  @Test("Shards cover everything once", arguments: [0, 1, 5, 1000, .max] as [UInt64])
  func shardRanges(_ items: UInt64) throws {
    for count in [1, 2, 3, 7, 64] {
      var end: UInt64 = 0
      for index in 1...count {
        let range = try #require(Shard(index: index, of: count)).range(of: items)
        #expect(range.lowerBound == end)
        end = range.upperBound
      }
      #expect(end == items)
    }
  }
}
