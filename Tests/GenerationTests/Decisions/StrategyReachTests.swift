// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

/// Every strategy reaches what it is there for, and not by rare chance.
@Suite("What the strategies reach")
struct StrategyReachTests {
  static let size: UInt64 = 16_000

  func tally(_ strategy: Strategy) async throws -> Tally {
    let report = try await DifferentialRun(
      subject: .swift, reference: .c,
      sources: [RandomCases(seed: 1, strategy: strategy, size: Self.size)]
    ).run()
    return try #require(report.tallies[strategy])
  }

  func forEachBatch(
    of strategy: Strategy, _ body: (borrowing CaseBatch) throws -> Void
  ) rethrows {
    let cases = RandomCases(seed: 1, strategy: strategy, size: Self.size)
    var batch = CaseBatch()
    for index in 0..<cases.batchCount {
      cases.fill(&batch, at: index)
      try body(batch)
    }
  }

  @Test("Boundary: the limit, one page below and one above, asked either way")
  func boundary() async throws {
    let tally = try await tally(.boundary)
    // 64 is one above the limit, 65 at it, 66 one below.
    for bucket in 64...66 { #expect(tally.margins[bucket] > 500, "\(bucket)") }
    for outcome: Tally.Outcome in [
      .testRefusedByLimit, .testAllowed, .refusedBySystem, .refusedByNode, .allowed,
    ] {
      #expect(tally.outcomes[outcome.rawValue] > 20, "\(outcome)")
    }
  }

  @Test("Requirement: boot memory at it and around it, group terms around 0")
  func requirement() throws {
    var surpluses: [Int64: Int] = [:]
    var terms: [Int64: Int] = [:]
    let oracle = SwiftOracle()
    var answers = [DecisionAnswer](repeating: DecisionAnswer(), count: 16)
    try forEachBatch(of: .requirement) { batch in
      var span = answers.mutableSpan
      try oracle.decide(batch, into: &span)
      for answer in answers where answer[.testExit] != 0 {
        surpluses[
          Int64(bitPattern: answer[.testKernelEarly] &- answer[.testRequirement]),
          default: 0] += 1
      }
      let solver = LimitSolver(batch, .system)
      for group in batch.state.groups.groups where group.isDynamic {
        terms[
          Int64(bitPattern: solver.balance(of: group) &- group.presentKernelPages),
          default: 0] += 1
      }
    }
    for distance: Int64 in -1...1 {
      #expect(surpluses[distance, default: 0] > 100, "boot memory \(distance)")
      #expect(terms[distance, default: 0] > 50, "group term \(distance)")
    }
  }

  @Test("Extreme: every ratio of interest, products that wrap, signs that turn")
  func extreme() {
    var ratios: [UInt32: Int] = [:]
    var (wideProducts, wideNeeds, signs, underflows) = (0, 0, 0, 0)
    forEachBatch(of: .extreme) { batch in
      let ratio = batch.policy.autoMovableRatio
      ratios[ratio, default: 0] += 1
      let solver = LimitSolver(batch, .system)
      if solver.early.multipliedReportingOverflow(by: UInt64(ratio)).overflow {
        wideProducts += 1
      }
      if solver.early >> 63 != 0 { underflows += 1 }
      for group in batch.state.groups.groups where group.isDynamic {
        if group.presentMovablePages.multipliedReportingOverflow(by: 100).overflow {
          wideNeeds += 1
        }
        if ratio != 0, solver.balance(of: group) >> 63 != 0 { signs += 1 }
      }
    }
    let wanted: [UInt32] = [
      0, 1, 2, 99, 100, 101, 300, 301, 302, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    ]
    for ratio in wanted { #expect(ratios[ratio, default: 0] > 10, "\(ratio)") }
    #expect(ratios.count > 100)
    #expect(wideProducts > 50 && wideNeeds > 50 && signs > 5 && underflows > 50)
  }
}
