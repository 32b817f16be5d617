// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare.")
  @Option var seed: UInt64 = 1
  @Option var cases: UInt64 = 10_000_000
  @Option var jobs: Int = 2
  @Option var strategy: [String] = []

  func run() async throws {
    var sources: [any CaseSource] = []
    for name in strategy {
      switch Strategy(rawValue: name) {
      case .exhaustiveRatio: sources.append(ExhaustiveRatioCases())
      case .exhaustiveZone: sources.append(ExhaustiveZoneCases())
      case let s: sources.append(RandomCases(seed: seed, strategy: s, size: cases))
      }
    }
    var run = DifferentialRun(subject: .swift, reference: .c, sources: sources)
    run.jobs = jobs
    let report = try await run.run()
    for s in Strategy.allCases { if let t = report.tallies[s] { print(s.rawValue, t.cases, t.divergences, t.outcomes) } }
    print(report.elapsed, report.cases, String(report.checksum, radix: 16), report.divergenceCount)
    for d in report.divergences { print(d.signature, d.irrelevantInputs, d.replay); dump(d.shrunk.state); print(d.shrunk.query, d.shrunk.policy); print(d.subject, d.reference) }
  }
}
