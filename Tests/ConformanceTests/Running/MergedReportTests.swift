// SPDX-License-Identifier: MIT

import AutoMovable
import Foundation
import PlantedMistakes
import TestSupport
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation
@testable import Reports
@testable import TextFiles

/// Reports of shards add up to that of the whole run, to the byte.
@Suite("Merged reports")
struct MergedReportTests {
  private static let someDecisions = DifferentialRun(
    subject: .swift, reference: .c,
    sources: [
      RandomCases(seed: 11, size: 4_003), RandomCases(seed: 12, strategy: .zoneEdges, size: 1_001),
      RandomCases(seed: 11, size: 100, geometry: .arm64With64KiB),
    ])

  private static let someHistories: DifferentialRun = {
    var run = DifferentialRun(subject: .swift, reference: .c, sources: [])
    run.histories = [
      HistoryCases(seed: 3, size: 200), HistoryCases(seed: 3, strategy: .oddBoots, size: 50),
    ]
    return run
  }()

  private static func text(of report: DifferentialReport) -> String {
    ReportFormat.json.text(of: report, includesTiming: false)
  }

  private static func decoded(_ text: String) throws(InputError) -> DifferentialReport {
    try JSONDocument(file: "r.json", Array(text.utf8)).decode { reader throws(JSONError) in
      try ReportDecoder().decode(&reader)
    }
  }

  /// The whole run's report, and the sum of its shards', which went through JSON.
  private static func compare(_ run: DifferentialRun, shards: Int) async throws {
    var run = run
    run.jobs = 2
    run.maxDivergences = 10_000
    run.version = "1.2.3"
    run.seed = 11
    let whole = try await run.run()
    #expect(whole.stop == nil)
    var sum = MergedReport()
    // In any order.
    for index in (1...shards).reversed() {
      run.shard = try #require(Shard(index: index, of: shards))
      let text = Self.text(of: try await run.run())
      let report = try decoded(text)
      #expect(Self.text(of: report) == text)
      try sum.add(report, file: "\(index).json")
    }
    #expect(Self.text(of: try sum.finish()) == Self.text(of: whole))
    for format in ReportFormat.allCases where !whole.divergences.isEmpty {
      #expect(format.text(of: whole, includesTiming: false).contains("DIVERGE") || format != .ktap)
    }
  }

  @Test("Shards add up to the whole, whatever diverges", arguments: [1, 3])
  func decisions(_ shards: Int) async throws {
    let mutants: [(Mutant?, tracesIntermediates: Bool)] = [
      (nil, true), (.limitEqualityRefused, false), (.cmaIgnored, true),
    ]
    for (mutant, tracesIntermediates) in mutants {
      var run = Self.someDecisions
      run.subject = .planted(mutant, tracesIntermediates: tracesIntermediates)
      try await Self.compare(run, shards: shards)
    }
  }

  @Test("Histories add up too", arguments: [2])
  func histories(_ shards: Int) async throws {
    try await Self.compare(Self.someHistories, shards: shards)
    for fault in [HistoryFault.emptyNodeStaysOnline, .octalReadAsDecimal] {
      var run = Self.someHistories
      run.subject = .history(fault)
      try await Self.compare(run, shards: shards)
    }
  }

  @Test("Shards without cases have no report, and aren't missed")
  func emptyShards() async throws {
    var run = Self.someDecisions
    run.sources = [RandomCases(seed: 1, size: 33)]
    let whole = try await run.run()
    var sum = MergedReport()
    var empty = 0
    for index in 1...9 {
      run.shard = try #require(Shard(index: index, of: 9))
      guard let report = try? await run.run() else {
        empty += 1
        continue
      }
      try sum.add(report, file: "\(index)")
    }
    #expect(empty == 6)
    #expect(Self.text(of: try sum.finish()) == Self.text(of: whole))
  }

  private static func shard(
    _ index: Int, of count: Int = 2, _ change: (inout DifferentialRun) -> Void = { _ in }
  ) async throws -> DifferentialReport {
    var run = someDecisions
    run.sources = [RandomCases(seed: run.seed, size: 640)]
    change(&run)
    run.shard = Shard(index: index, of: count)!
    return try await run.run()
  }

  private static func message(_ reports: [DifferentialReport]) -> String {
    do throws(InputError) {
      var sum = MergedReport()
      for (number, report) in reports.enumerated() { try sum.add(report, file: "\(number)") }
      _ = try sum.finish()
      return "merged"
    } catch {
      return "\(error)"
    }
  }

  @Test("What isn't of the same run, or not all of it, is refused")
  func refusals() async throws {
    let (one, two) = (try await Self.shard(1), try await Self.shard(2))
    #expect(Self.message([one, two]) == "merged")
    #expect(Self.message([]) == "<none>: expected at least one report")
    #expect(Self.message([one]) == "0: shard: 2/2 is missing")
    #expect(
      Self.message([try await Self.shard(2, of: 5)])
        == "0: shard: 4 of 5 are missing, the first is 1/5")
    #expect(Self.message([one, two, one]) == "2: shard: 1/2, which 0 has too")
    #expect(
      Self.message([one, try await Self.shard(2, of: 3)])
        == "1: shard.count: 3, expected 2 as in 0")
    let others: [(String, (inout DifferentialRun) -> Void)] = [
      ("version: 2, expected  as in 0", { $0.version = "2" }),
      ("seed: 5, expected 0 as in 0", { $0.seed = 5 }),
      ("subject.name: c, expected swift as in 0", { $0.subject = .c }),
      ("reference.name: swift, expected c as in 0", { $0.reference = .swift }),
      (
        "reference.origin: elsewhere, expected CReference as in 0",
        {
          $0.reference = .reported(
            name: "c", origin: "elsewhere", fields: .all, gaps: [], judgesHistories: false)
        }
      ),
      (
        "sources: mixed (641), expected mixed (640) as in 0",
        { $0.sources = [RandomCases(seed: 0, size: 641)] }
      ),
      ("run: other vectors or options than 0 has", { $0.maxDivergences = 3 }),
    ]
    for (message, change) in others {
      var other = two
      var run = Self.someDecisions
      run.sources = [RandomCases(seed: run.seed, size: 640)]
      change(&run)
      (other.version, other.seed, other.identity) = (run.version, run.seed, run.identity)
      (other.subject, other.reference) = (run.subject, run.reference)
      other.sources = run.sources.map {
        .init(name: $0.name, size: $0.size, declaredCases: 320, cases: 320)
      }
      #expect(Self.message([one, other]) == "1: " + message)
    }
    var interrupted = two
    interrupted.stop = .interrupted
    #expect(
      Self.message([one, interrupted]) == "1: stop: interrupted; expected the whole shard")
    var short = two
    short.sources[0].cases -= 1
    #expect(Self.message([one, short]) == "1: sources: mixed: 319 cases, expected 320")
    short.sources[0].declaredCases -= 1
    #expect(
      Self.message([one, short]) == "0: sources: mixed: all shards have 639 cases, expected 640")
  }

  @Test("Vectors that differ are another run, whatever their file is called")
  func vectors() async throws {
    var source = RandomCases(seed: 1, size: 40)
    func vectors() -> VectorCases {
      VectorCases(name: "v.jsonl", vectors: (0..<40).map { source.vector(at: $0) })
    }
    let one = try await Self.shard(1) { $0.sources = [vectors()] }
    #expect(Self.message([one, try await Self.shard(2) { $0.sources = [vectors()] }]) == "merged")
    source = RandomCases(seed: 2, size: 40)
    #expect(
      Self.message([one, try await Self.shard(2) { $0.sources = [vectors()] }])
        == "1: run: other vectors or options than 0 has")
  }

  @Test("A report whose figures don't add up is refused")
  func figures() async throws {
    let text = Self.text(of: try await Self.shard(1))
    for (found, replacement, message) in [
      ("\"cases\":320,", "\"cases\":321,", "cases: 321, but the parts are 320"),
      ("\"divergent_cases\":0", "\"divergent_cases\":7", "divergent_cases: 7, but the parts are 0"),
      (
        "\"agree\"", "\"diverge\"",
        "verdict: expected \"agree\", as the figures say, found \"diverge\""
      ),
      ("-report/1", "-report/2", "schema: expected \"automovable-report/1\", found "),
      ("\"seed\":0,\n", "", "seed is missing"), ("}\n", "", "expected"),
    ] {
      let range = try #require(text.range(of: found))
      let changed = text.replacingCharacters(in: range, with: replacement)
      let error = #expect(throws: InputError.self) { try Self.decoded(changed) }
      #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "")")
    }
  }
}
