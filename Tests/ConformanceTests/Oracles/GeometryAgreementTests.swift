// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import Generation
import Testing

/// Implementations agree whatever the geometry, and one that takes the wrong sizes is
/// found.
@Suite("Implementations agree on every geometry")
struct GeometryAgreementTests {
  /// Those with names, and some that leave out more.
  static let geometries: [Geometry] =
    Architecture.allCases.map(\.geometry)
    + [
      Geometry(pageSize: 4096, sectionSize: 1 << 27, isNUMA: false, hasCMA: false),
      Geometry(pageSize: 1 << 16, sectionSize: 1 << 27, zones: .fewest, isNUMA: false),
      Geometry(pageSize: 1 << 14, sectionSize: 1 << 24, zones: .fewest.with(.dma)),
      Geometry(pageSize: 4096, sectionSize: 1 << 34, hasCMA: false),
    ].compactMap(\.self)

  @Test(arguments: geometries, [Implementation.swift, .totals])
  func onDecisions(_ geometry: Geometry, _ subject: Implementation) async throws {
    let report = try await DifferentialRun(
      subject: subject, reference: .c,
      sources: [RandomCases(seed: 0x6E0, size: 4_000, geometry: geometry)]
    ).run()
    #expect(report.cases == 4_000)
    for divergence in report.divergences {
      Issue.record("\(divergence.replay): \(divergence.shrunk)")
    }
  }

  @Test(arguments: geometries)
  func onSmallScopes(_ geometry: Geometry) async throws {
    let report = try await DifferentialRun(
      subject: .swift, reference: .c,
      sources: [
        OracleSampledCases(of: ExhaustiveRatioCases(geometry: geometry), stride: 4_999),
        OracleSampledCases(of: ExhaustiveZoneCases(geometry: geometry), stride: 1_201),
      ]
    ).run()
    #expect(report.cases > 1_000)
    #expect(report.divergenceCount == 0)
  }

  @Test(arguments: geometries, [Implementation.swift, .totals])
  func onHistories(_ geometry: Geometry, _ subject: Implementation) async throws {
    var run = DifferentialRun(subject: subject, reference: .c, sources: [])
    run.histories = [HistoryCases(seed: 0x6E0, size: 60, geometry: geometry)]
    let report = try await run.run()
    #expect(report.cases == 60)
    for divergence in report.historyDivergences {
      Issue.record("\(divergence.replay): \(divergence.kind)")
    }
  }

  /// Cases of a geometry are what files can hold.
  @Test(arguments: geometries)
  func casesAreWellFormed(_ geometry: Geometry) throws {
    let cases = RandomCases(seed: 3, size: 2_000, geometry: geometry)
    for index in stride(from: 0 as UInt64, to: 2_000, by: 7) {
      let vector = cases.vector(at: index)
      #expect(vector.state.geometry == geometry)
      for node in vector.state.nodes {
        #expect(geometry.unconfiguredZone(in: node) == nil)
        #expect(geometry.isNUMA || node.id == 0)
      }
      for run in vector.state.sections { #expect(geometry.zones.contains(run.zone)) }
    }
    let histories = HistoryCases(seed: 3, size: 40, geometry: geometry)
    var history = History()
    for index in 0..<histories.size {
      histories.fill(&history, at: index)
      #expect(history.machine.geometry == geometry)
      #expect(throws: Never.self) { try history.machine.boot() }
    }
  }
}

// MARK: Mistakes

extension GeometryAgreementTests {
  /// Sections of 32768 pages, whatever the geometry.
  @Test(arguments: [
    Geometry.arm64With64KiB, .arm64With16KiB, .s390x, .ppc64,
  ])
  func findsSectionsOfX86(_ geometry: Geometry) async throws {
    let report = try await DifferentialRun(
      subject: .decidingWith(.x86_64), reference: .c,
      sources: [RandomCases(seed: 1, strategy: .units, size: 4_000, geometry: geometry)]
    ).run()
    #expect(report.divergenceCount > 0)
    let shrunk = try #require(report.divergences.first).shrunk
    #expect(shrunk.state.geometry == geometry)
  }

  /// Pages of 4 KiB in sections of the right number of pages: what a write takes,
  /// which maps fill page blocks, and where memory ends are wrong.
  @Test(arguments: [Geometry.arm64With64KiB, .arm64With16KiB])
  func findsPagesOfX86(_ geometry: Geometry) async throws {
    try await expectDivergence(of: geometry) { machine in
      let pages = machine.geometry.pagesPerSection
      let bytes = machine.blockPages * 4096
      machine.geometry = Geometry(pageSize: 4096, sectionSize: pages * 4096) ?? .x86_64
      machine.blockSizeBytes = bytes
    }
  }

  /// A kernel without NUMA that has the parameter and other nodes all the same.
  @Test
  func findsNUMAWhereThereIsNone() async throws {
    let geometry = try #require(
      Geometry(pageSize: 4096, sectionSize: 1 << 27, isNUMA: false))
    try await expectDivergence(of: geometry) { $0.geometry = .x86_64 }
  }

  private func expectDivergence(
    of geometry: Geometry, _ change: @escaping @Sendable (inout TraceMachine) -> Void
  ) async throws {
    let wrong = Implementation(
      name: "wrong", origin: "Tests",
      makeMachine: { () throws(OracleError) in try ChangedMachine(change) },
      make: { () throws(OracleError) in try Implementation.swift.makeOracle() })
    var run = DifferentialRun(subject: wrong, reference: .c, sources: [])
    run.histories = [HistoryCases(seed: 1, size: 200, geometry: geometry)]
    let report = try await run.run()
    #expect(report.divergenceCount > 0)
  }
}

extension Implementation {
  /// The Swift core with another geometry than the machine's.
  fileprivate static func decidingWith(_ geometry: Geometry) -> Implementation {
    Implementation(name: "wrong", origin: "Tests") { () throws(OracleError) in
      FixedGeometryOracle(geometry)
    }
  }
}

private final class FixedGeometryOracle: Oracle {
  private let geometry: Geometry

  init(_ geometry: Geometry) { self.geometry = geometry }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    let state = batch.state
    for index in batch.queries.indices {
      switch batch.queries[index] {
      case .canOnlineMovable(let pages, let groupID, let scope):
        answers[index] = DecisionAnswer(
          batch.policy.ratioTest(
            adding: pages, group: groupID.flatMap { state.groups[$0] }, in: scope,
            nodes: state.nodes.span, groups: state.groups.groups.span))
      case .zone(let range, let onlineType, let nodeID, let groupID):
        answers[index] = DecisionAnswer(
          batch.policy.onlineDecision(
            for: range, onlineType: onlineType, nodeID: nodeID,
            group: groupID.flatMap { state.groups[$0] }, nodes: state.nodes.span,
            groups: state.groups.groups.span, sections: state.sections.span,
            geometry: geometry))
      }
    }
  }
}

/// The Swift core on another machine than it is told.
private struct ChangedMachine: Machine {
  private var core: CoreMachine
  private let change: @Sendable (inout TraceMachine) -> Void

  init(_ change: @escaping @Sendable (inout TraceMachine) -> Void) throws(OracleError) {
    core = try CoreMachine()
    self.change = change
  }

  mutating func boot(_ machine: TraceMachine) throws(OracleError) {
    var machine = machine
    change(&machine)
    try core.boot(machine)
  }

  mutating func apply(_ operation: TraceOperation) -> TraceResult { core.apply(operation) }
  mutating func addCounters(to digest: inout StateDigest) { core.addCounters(to: &digest) }
  mutating func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest) {
    core.addBlocks(ids, to: &digest)
  }
  var sideEffects: SideEffects { core.sideEffects }
  func snapshot() -> MachineSnapshot { core.snapshot() }
  func block(_ id: MemoryBlockID) -> BlockSnapshot? { core.block(id) }
}
