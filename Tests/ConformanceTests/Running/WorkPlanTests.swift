// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

@Suite("Work plans")
struct WorkPlanTests {
  private static let sources: [any CaseSeries] = [
    RandomCases(seed: 1, size: 200_003),
    RandomCases(seed: 1, strategy: .odd, size: 0),
    RandomCases(seed: 1, strategy: .units, size: 16),
    RandomCases(seed: 1, strategy: .extreme, size: 50_001),
  ]

  private func chunks(of plan: WorkPlan) -> [WorkPlan.Chunk] {
    Array(sequence(state: plan) { $0.takeChunk() })
  }

  @Test("Every batch is handed out once", arguments: [false, true], [1, 3])
  func batches(takesTurns: Bool, shardCount: Int) throws {
    var seen = Self.sources.map { _ in [UInt64]() }
    for index in 1...shardCount {
      let shard = try #require(Shard(index: index, of: shardCount))
      let plan = WorkPlan(Self.sources, shard, takesTurns: takesTurns)
      for chunk in chunks(of: plan) { seen[chunk.source] += chunk.batches }
    }
    for (source, batches) in zip(Self.sources, seen) {
      #expect(batches == Array(0..<source.batchCount))
    }
  }

  @Test("Sources take turns, as long as they have chunks")
  func turns() {
    let plan = WorkPlan(Self.sources, .whole, takesTurns: true)
    let order = chunks(of: plan).map(\.source)
    #expect(order.prefix(5) == [0, 2, 3, 0, 3])
    #expect(order.suffix(2) == [0, 0])
  }

  @Test("Endless sources take turns too")
  func endlessTurns() {
    let sources = [Strategy.plausible, .extreme].map {
      RandomCases(seed: 1, strategy: $0, size: 1 << 60)
    }
    let plan = WorkPlan(sources, .whole, takesTurns: true)
    #expect((0..<4).map { _ in plan.takeChunk()?.source } == [0, 1, 0, 1])
  }
}
