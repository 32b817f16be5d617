// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation
@testable import Reports

@Suite("Runs of histories")
struct HistoryRunTests {
  private func run(
    _ subject: Implementation = .swift, shard: Shard = .whole, jobs: Int = 1,
    maxDivergences: Int = 3
  ) async throws -> DifferentialReport {
    var run = DifferentialRun(subject: subject, reference: .c, sources: [])
    run.histories = [
      HistoryCases(seed: 3, size: 301), HistoryCases(seed: 4, strategy: .misuse, size: 100),
    ]
    run.shard = shard
    run.jobs = jobs
    run.maxDivergences = maxDivergences
    return try await run.run()
  }

  @Test("The outcome is the same on any number of threads")
  func jobs() async throws {
    for subject in [Implementation.swift, .history(.stickyTypeDropped)] {
      let one = try await run(subject)
      let text = ReportFormat.json.text(of: one, includesTiming: false)
      #expect(one.total.operations > 500)
      for jobs in [2, 5] {
        let many = try await run(subject, jobs: jobs)
        #expect(ReportFormat.json.text(of: many, includesTiming: false) == text)
      }
    }
  }

  @Test("Shards add up to the whole", arguments: [2, 7])
  func shards(_ count: Int) async throws {
    let whole = try await run()
    var checksum: UInt64 = 0
    var tallies: [Strategy: Tally] = [:]
    for index in 1...count {
      let part = try await run(shard: try #require(Shard(index: index, of: count)))
      checksum &+= part.checksum
      for (strategy, tally) in part.tallies { tallies[strategy, default: Tally()].add(tally) }
    }
    #expect(checksum == whole.checksum)
    #expect(tallies == whole.tallies)
  }

  @Test("A history is the same alone and among others")
  func singleHistory() throws {
    let cases = HistoryCases(seed: 9, size: 1_000)
    var (among, alone) = (History(), History())
    for index: UInt64 in [0, 1, 17, 999] {
      let single = try #require(cases.only(index))
      cases.fill(&among, at: index)
      single.fill(&alone, at: 0)
      #expect(among.trace == alone.trace)
      #expect(among.strategy == alone.strategy)
      #expect(single.firstIndex == index && single.size == 1)
      #expect(
        single.replayArguments(forCase: 0)
          == "--model histories --seed 9 --strategy mixed --case \(index)")
    }
    #expect(cases.only(1_000) == nil)
    let (first, other) = (cases, HistoryCases(seed: 10, size: 1_000))
    first.fill(&among, at: 5)
    other.fill(&alone, at: 5)
    #expect(among.trace != alone.trace)
  }

  @Test("An implementation of single decisions can't go through histories")
  func noHistories() async throws {
    let decider = Implementation(
      name: "decider", origin: "Tests",
      make: { () throws(OracleError) in try Implementation.swift.makeOracle() })
    #expect(!decider.runsHistories)
    await #expect(throws: RunError.self) { try await run(decider) }
  }
}
