// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

@Suite("Generated cases")
struct GenerationTests {
  private static let strategies: [Strategy?] = [nil] + RandomCases.strategies

  private static let endless: UInt64 = 1 << 60

  @Test("A case is the same whatever the number of cases", arguments: strategies)
  func caseIsIndependentOfCount(_ strategy: Strategy?) {
    for seed: UInt64 in 1...20 {
      let whole = RandomCases(seed: seed, strategy: strategy, size: Self.endless)
      for size: UInt64 in [1, 2, 7, 9, 15, 16, 17, 40] {
        let cases = RandomCases(seed: seed, strategy: strategy, size: size)
        // Those of the last batch, which may not be whole.
        for index in (size - 1) / 16 * 16..<size {
          #expect(
            cases.vector(at: index).line == whole.vector(at: index).line,
            "seed \(seed), case \(index) of \(size)")
        }
      }
    }
  }

  @Test("A batch is the same whatever was made before", arguments: strategies)
  func batchIsIndependentOfOrder(_ strategy: Strategy?) {
    let cases = RandomCases(seed: 3, strategy: strategy, size: 16 * 200)
    var reused = CaseBatch()
    for index in (0..<cases.batchCount).reversed() {
      cases.fill(&reused, at: index)
      var fresh = CaseBatch()
      cases.fill(&fresh, at: index)
      #expect(reused.strategy == fresh.strategy)
      #expect(reused.queries == fresh.queries, "batch \(index)")
      #expect(
        reused.vector(at: 0, id: "").line == fresh.vector(at: 0, id: "").line,
        "batch \(index)")
    }
  }

  @Test("Another seed makes other cases", arguments: strategies)
  func seedMatters(_ strategy: Strategy?) {
    var lines: Set<String> = []
    for seed: UInt64 in 0..<100 {
      var vector = RandomCases(seed: seed, strategy: strategy, size: 1).vector(at: 0)
      vector.id = ""
      lines.insert(vector.line)
    }
    #expect(lines.count == 100)
  }

  @Test("The declared size is what is made", arguments: strategies)
  func sizeIsExact(_ strategy: Strategy?) {
    for size: UInt64 in [1, 15, 16, 17, 500] {
      let cases = RandomCases(seed: 1, strategy: strategy, size: size)
      var batch = CaseBatch()
      var made = 0
      for index in 0..<cases.batchCount {
        cases.fill(&batch, at: index)
        made += batch.queries.count
      }
      #expect(made == Int(size))
    }
  }

  @Test("The mix has the shares that it says")
  func mix() async throws {
    let report = try await DifferentialRun(
      subject: .swift, reference: .c,
      sources: [RandomCases(seed: 1, size: 64_000)]
    ).run()
    #expect(report.tallies.values.reduce(0) { $0 + $1.cases } == 64_000)
    let shares: [Strategy: UInt64] = [
      .boundary: 14, .units: 12, .requirement: 8, .extreme: 8, .zoneEdges: 8, .odd: 6,
      .plausible: 5, .uniform: 3,
    ]
    #expect(Set(report.tallies.keys) == Set(shares.keys))
    #expect(shares.values.reduce(0, +) == 64)
    for (strategy, share) in shares {
      let cases = report.tallies[strategy]?.cases ?? 0
      // 4000 batches, so that a share of 3 in 64 is met to a quarter or so.
      #expect(cases > share * 700 && cases < share * 1300, "\(strategy): \(cases)")
    }
  }

  @Test("A single case is the source's", arguments: [0, 5, 16, 99] as [UInt64])
  func singleCase(_ index: UInt64) throws {
    let cases = RandomCases(seed: 9, size: 100)
    let single = try #require(SingleCase(index, of: cases))
    #expect(single.size == 1)
    var batch = CaseBatch()
    single.fill(&batch, at: 0)
    #expect(
      batch.vector(at: 0, id: "mixed/\(index)").line == cases.vector(at: index).line)
    #expect(
      single.replayArguments(forCase: 0)
        == "--seed 9 --strategy mixed --case \(index)")
    #expect(SingleCase(100, of: cases) == nil)
  }
}
