// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance

/// Reports made by hand, of every kind that a run can end with.
enum ReportFixtures {
  /// A run in which nothing diverged.
  static var agreeing: DifferentialReport {
    var boundary = Tally()
    boundary.cases = 1_000
    boundary.outcomes[Tally.Outcome.testAllowed.rawValue] = 700
    boundary.outcomes[Tally.Outcome.testRefusedByLimit.rawValue] = 300
    boundary.margins[64] = 300
    boundary.margins[65] = 350
    boundary.margins[66] = 350
    var uniform = Tally()
    uniform.cases = 234
    uniform.outcomes[Tally.Outcome.allowed.rawValue] = 34
    uniform.outcomes[Tally.Outcome.refusedByNode.rawValue] = 200
    uniform.margins[1] = 200
    uniform.margins[129] = 34
    return DifferentialReport(
      version: "0.2.0", seed: 1, identity: 7, shard: .whole, subject: .swift,
      reference: reference,
      sources: [
        .init(name: "boundary", declaredCases: 1_000, cases: 1_000),
        .init(name: "uniform", declaredCases: 234, cases: 234),
      ],
      tallies: [.boundary: boundary, .uniform: uniform],
      checksum: 0x0123_4567_89AB_CDEF, elapsed: .milliseconds(4_120), jobs: 2)
  }

  /// A run with two divergences, the second with hostile text in it.
  static var diverging: DifferentialReport {
    var report = agreeing
    report.seed = .max
    report.shard = Shard(index: 2, of: 8)!
    report.tallies[.boundary]?.divergences = 17
    report.tallies[.uniform]?.divergences = 1
    report.divergences = [limitDivergence, wrapDivergence]
    report.stop = .maxDivergences
    report.sources[1] = .init(name: "uniform", declaredCases: 5_000, cases: 234)
    return report
  }

  /// A run that was interrupted.
  static var stopped: DifferentialReport {
    var report = agreeing
    report.sources[1] = .init(name: "uniform", declaredCases: 5_000, cases: 234)
    report.stop = .interrupted
    return report
  }

  /// A run of nothing.
  static var empty: DifferentialReport {
    DifferentialReport(
      seed: 0, shard: .whole, subject: .swift, reference: reference)
  }

  /// A comparison with an implementation that tells results only.
  static var resultsOnly: DifferentialReport {
    var report = diverging
    report.reference = Implementation(
      name: "library.so", origin: "/opt/library.so", fields: .results
    ) { () throws(OracleError) in throw OracleError("never asked") }
    return report
  }

  /// A comparison with a library that can't say all.
  static var partial: DifferentialReport {
    var report = agreeing
    report.reference.gaps = ["parameters", "hook<>()"]
    return report
  }

  /// A comparison that there is none of.
  static var incomparable: DifferentialReport {
    var report = empty
    report.incomparable = "c makes single decisions only"
    return report
  }

  static var all: [(name: String, report: DifferentialReport)] {
    [
      ("agreeing", agreeing), ("diverging", diverging), ("stopped", stopped),
      ("empty", empty), ("results-only", resultsOnly), ("partial", partial),
      ("incomparable", incomparable),
    ]
  }

  static let hostile = "<script>alert(\"1\" & '2')</script>\u{1B}[2J\u{202E}]]>\n# x"
}

extension ReportFixtures {
  private static let reference = Implementation(
    name: "c", origin: "CReference/memory_hotplug.c"
  ) { () throws(OracleError) in throw OracleError("never asked") }

  /// Movable memory exactly at the limit, refused by a comparison with `<`.
  private static var limitDivergence: Divergence {
    var node = Node(id: 0)
    node[.normal] = Zone(
      startPFN: 1 << 20, spannedPages: 40_000, presentPages: 40_000,
      presentEarlyPages: 40_000)
    var groups = MemoryGroupRegistry()
    _ = try? groups.register(.dynamic(unitPages: 32_768), nodeID: 0)
    let query = DecisionQuery.zone(
      range: PageRange(startPFN: 2 << 20, pageCount: 120_400),
      onlineType: .online, nodeID: 0, groupID: nil)
    let vector = DecisionVector(
      id: "boundary-41", policy: Policy(onlinePolicy: .autoMovable),
      state: MemoryState(nodes: [node], groups: groups), query: query)
    var original = vector
    original.state.nodes.append(Node(id: 3))
    original.state.sections = [
      SectionRun(firstSection: 64, sectionCount: 2, zone: .normal, nodeID: 0)
    ]
    let right = answer(to: vector)
    var wrong = right
    wrong[.result] = UInt64(ZoneType.normal.rawValue)
    wrong[.exit] = UInt64(OnlineDecision.Reason.refusedBySystem.rawValue)
    wrong[.kernelLookup] = 1
    wrong[.kernelPFN] = 2 << 20
    wrong[.kernelPages] = 120_400
    for field in DecisionAnswer.Field.allCases where field.rawValue >= 16 {
      wrong[field] = 0
    }
    return Divergence(
      strategy: .boundary, index: 41, original: original, shrunk: vector,
      subject: wrong, reference: right, firstDifference: .result,
      irrelevantInputs: [
        "query.start_pfn", "nodes[0].Normal.zone_start_pfn",
        "nodes[0].Normal.spanned_pages",
      ],
      replay: "automovable diff --seed 1 --strategy boundary --case 41")
  }

  /// Numbers that wrap, and a name that wants to be markup and to move the
  /// cursor.
  private static var wrapDivergence: Divergence {
    var node = Node(id: 7)
    node[.normal] = Zone(
      presentPages: 1, presentEarlyPages: .max, cmaPages: 1 << 63)
    var groups = MemoryGroupRegistry()
    try? groups.restore(
      MemoryGroup(
        id: 5, nodeID: 7, kind: .dynamic(unitPages: 1 << 63),
        presentKernelPages: 0 &- 32_768, presentMovablePages: 1 << 62))
    let vector = DecisionVector(
      id: hostile,
      policy: Policy(
        onlinePolicy: .autoMovable, autoMovableRatio: 1 << 31,
        isAutoMovableNUMAAware: false),
      state: MemoryState(nodes: [node], groups: groups),
      query: .canOnlineMovable(pages: .max - 1, groupID: 5, scope: .node(7)),
      note: hostile)
    let right = answer(to: vector)
    var wrong = right
    wrong[.testMovable] = 12
    wrong[.testLimit] &+= 1
    return Divergence(
      strategy: .uniform, index: .max, original: vector, shrunk: vector,
      subject: wrong, reference: right, firstDifference: .testMovable,
      irrelevantInputs: [], replay: "automovable diff --case '\(hostile)'")
  }

  private static func answer(to vector: DecisionVector) -> DecisionAnswer {
    let state = vector.state
    switch vector.query {
    case .canOnlineMovable(let pages, let groupID, let scope):
      return DecisionAnswer(
        vector.policy.ratioTest(
          adding: pages, group: groupID.flatMap { state.groups[$0] }, in: scope,
          nodes: state.nodes.span, groups: state.groups.groups.span))
    case .zone(let range, let onlineType, let nodeID, let groupID):
      return DecisionAnswer(
        vector.policy.onlineDecision(
          for: range, onlineType: onlineType, nodeID: nodeID,
          group: groupID.flatMap { state.groups[$0] }, nodes: state.nodes.span,
          groups: state.groups.groups.span, sections: state.sections.span))
    }
  }
}
