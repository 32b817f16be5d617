// SPDX-License-Identifier: MIT

import AutoMovable
import CaseSupport
import PlantedMistakes
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation
@testable import Reports

@Suite("Kinds of divergences")
struct DivergenceKindTests {
  /// Mistakes, and how the divergences of each are called.
  private static let mistakes: [(Mutant, String)] = [
    (
      .limitEqualityRefused,
      "auto_movable_can_online_movable (system-wide): limit: refused instead of allowed"
    ),
    (.limitDivisor101, "auto_movable_can_online_movable (system-wide): limit differs"),
    (
      .requirementEqualityAllowed,
      "auto_movable_can_online_movable (system-wide): requirement: allowed instead of refused"
    ),
    (
      .cmaNotSubtracted, "auto_movable_stats_account_zone (system-wide): kernel_early_pages differs"
    ),
    (.cmaNotCountedMovable, "auto_movable_stats_account_zone (system-wide): movable_pages differs"),
    (
      .requirementFactor101,
      "auto_movable_stats_account_group (system-wide): req_kernel_early_pages differs"
    ),
    (
      .staticKernelTestDropped,
      "auto_movable_zone_for_pfn: kernel pages in the group: goes on instead of kernel zone"
    ),
    (.unitOnlineNotSubtracted, "auto_movable_zone_for_pfn: online_pages differs"),
    (.staticRestToZeroAtMost, "auto_movable_zone_for_pfn: nr_pages to test differs"),
    (.nodePassDropped, "auto_movable_zone_for_pfn: test of the node: not made instead of made"),
    (.refusedLookupAtBlock, "auto_movable_zone_for_pfn: pfn of the lookup differs"),
    (.contigNeitherMeansKernel, "default_zone_for_pfn: zone: Normal instead of Movable"),
    (.dma32BeforeDMA, "default_kernel_zone_for_pfn: zone: DMA32 instead of DMA"),
    (
      .explicitMovableByPolicy,
      "zone_for_pfn_range: branch: auto-movable instead of online_movable"
    ),
  ]

  @Test("A kind says in which function of the kernel a mistake is", arguments: mistakes)
  func function(_ mutant: Mutant, _ description: String) async throws {
    let run = DifferentialRun(
      subject: .planted(mutant), reference: .c, sources: [RandomCases(seed: 1, size: 60_000)])
    let report = try await run.run()
    let kinds = report.divergences.map(\.kind.description)
    #expect(kinds.contains(description), "\(kinds)")
    #expect(Set(report.divergences.map(\.kind.signature)).count == kinds.count)
  }

  @Test("The kind for programs has the same parts")
  func signature() {
    let query = DecisionQuery.canOnlineMovable(pages: 1, groupID: nil, scope: .node(1))
    var (subject, reference) = (DecisionAnswer(), DecisionAnswer())
    subject[.result] = 1
    (subject[.testExit], reference[.testExit]) = (2, 2)
    let kind = DivergenceKind(of: subject, reference, to: query)
    #expect(kind.signature == "auto_movable_can_online_movable/node/limit/allowed/refused")
    #expect(
      "\(kind)" == "auto_movable_can_online_movable (node): limit: allowed instead of refused")
  }

  @Test("Of results alone the kind is by results")
  func results() {
    let zone = DecisionQuery.zone(
      range: PageRange(startPFN: 0, pageCount: 1), onlineType: .online, nodeID: 0, groupID: nil)
    var (subject, reference) = (DecisionAnswer(), DecisionAnswer())
    (subject[.result], reference[.result]) = (3, 2)
    // What isn't told doesn't matter.
    (subject[.exit], reference[.testLimit]) = (7, 12)
    let kind = DivergenceKind(of: subject, reference, to: zone, in: .results)
    #expect("\(kind)" == "zone_for_pfn_range: zone: Movable instead of Normal")
    let crash = DivergenceKind(of: .crashed(signal: 11), reference, to: zone, in: .results)
    #expect("\(crash)" == "zone_for_pfn_range: result: crash by signal 11 instead of an answer")
  }

  @Test("A frequent mistake doesn't hide a rare one", arguments: [1, 3])
  func twoMistakes(_ jobs: Int) async throws {
    let boundary = RandomCases(seed: 1, strategy: .boundary, size: 20_000)
    var run = DifferentialRun(
      subject: .planted(.limitEqualityRefused, and: .contigNeitherMeansKernel), reference: .c,
      sources: [boundary, RandomCases(seed: 1, strategy: .zoneEdges, size: 20_000)])
    run.jobs = jobs
    let report = try await run.run()
    #expect(report.stop == nil && report.cases == 40_000)
    // Thousands of cases show the one before any shows the other.
    let frequent = report.divergences.filter { $0.kind.value == .limit }
    #expect(frequent.contains { $0.caseCount > 1_000 && $0.strategy == .boundary })
    let rare = report.divergences.filter { $0.kind.function == .defaultZone }
    #expect(!rare.isEmpty && rare.allSatisfy { $0.strategy == .zoneEdges })
    // Each is shrunk as what it was found as.
    for divergence in report.divergences {
      var pair = try OraclePair(run.subject, run.reference)
      try pair.decide(divergence.original.batch)
      #expect(pair.divergence(on: divergence.original.query) == divergence.kind)
      try pair.decide(divergence.shrunk.batch)
      #expect(pair.divergence(on: divergence.shrunk.query) == divergence.kind)
    }
  }

  @Test("Cases are counted by kind, and all are")
  func counts() async throws {
    var run = DifferentialRun(
      subject: .planted(.limitEqualityRefused), reference: .c,
      sources: [RandomCases(seed: 1, size: 50_000)])
    let whole = try await run.run()
    #expect(whole.divergences.count > 1 && whole.otherDivergences == 0)
    #expect(whole.divergences.reduce(0) { $0 + $1.caseCount } == whole.divergenceCount)
    // One kind is enough: those that came with it aren't listed, but counted.
    run.maxDivergences = 1
    let short = try await run.run()
    #expect(short.divergences.map(\.kind) == [whole.divergences[0].kind])
    #expect(short.stop == .maxDivergences && short.cases < whole.cases)
    #expect(
      short.divergences[0].caseCount + short.otherDivergences == short.divergenceCount)
  }

  @Test("The kinds of histories name the operation")
  func histories() async throws {
    var run = DifferentialRun(
      subject: .history(.stickyTypeDropped), reference: .c, sources: [])
    run.histories = [HistoryCases(seed: 1, size: 3_000)]
    let report = try await run.run()
    #expect(
      report.historyDivergences.reduce(0) { $0 + $1.caseCount }
        + report.otherDivergences == report.divergenceCount)
    for divergence in report.historyDivergences {
      let operation = divergence.shrunk.steps.last?.operation.name ?? "boot"
      #expect("\(divergence.kind)".hasPrefix("\(operation): "))
      #expect(divergence.kind.signature.hasPrefix("\(operation)/"))
    }
  }
}

/// The policy with one mistake, or where that doesn't show, with another.
private final class TwiceWrongOracle: Oracle {
  /// The first mistake beside none.
  private var first: OraclePair
  private var second: OraclePair

  init(_ first: Mutant, _ second: Mutant) throws(OracleError) {
    self.first = try OraclePair(.planted(first), .planted())
    self.second = try OraclePair(.planted(second), nil)
  }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    try first.decide(batch)
    try second.decide(batch)
    for index in answers.indices {
      let answer = first.subjectAnswers[index]
      answers[index] =
        answer == first.referenceAnswers[index] ? second.subjectAnswers[index] : answer
    }
  }
}

extension Implementation {
  fileprivate static func planted(_ first: Mutant, and second: Mutant) -> Implementation {
    Implementation(name: "\(first) and \(second)", origin: "Tests") {
      () throws(OracleError) in try TwiceWrongOracle(first, second)
    }
  }
}
