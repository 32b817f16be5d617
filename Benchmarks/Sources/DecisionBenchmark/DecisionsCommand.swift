// SPDX-License-Identifier: MIT

import ArgumentParser
import Foundation

struct DecisionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions",
    abstract: "One decision: Swift core, C port, and the core's running totals.")

  @Option(help: "Rounds; the implementations take turns.")
  var rounds = 25

  func run() throws {
    print(
      "decision       nodes groups   swift ns       c ns totals ns  swift/c   c/totals")
    for nodes: Int32 in [1, 4, 64] {
      for groups: Int32 in [0, 1, 8, 64, 1024, 65536] {
        let fixture = DecisionFixture(nodeCount: nodes, groupCount: groups)
        report("ratio test", nodes, groups) { fixture.ratioTests($0, count: $1) }
        report("zone choice", nodes, groups) { fixture.zoneChoices($0, count: $1) }
      }
    }
  }

  private func report(
    _ name: String, _ nodes: Int32, _ groups: Int32,
    _ body: (Subject, Int) -> UInt64
  ) {
    let results = Subject.allCases.map { body($0, 100) }
    precondition(Set(results).count == 1, "the implementations disagree")
    // Rounds of about a millisecond: the totals don't care about groups.
    let walks = max(20, 2_000_000 / Int(10 + groups + 5 * nodes))
    let decisions = 200_000
    withoutActuallyEscaping(body) { body in
      let sampling = Sampling(
        rounds: rounds,
        [
          { _ = body(.swift, walks) }, { _ = body(.c, walks) },
          { _ = body(.totals, decisions) },
        ])
      let perWalk = Double(walks)
      print(
        name.padding(toLength: 13, withPad: " ", startingAt: 0),
        String(
          format: "%6d %6d %10.1f %10.1f %9.1f %8.2f %10.2f", nodes, groups,
          sampling.best(0) / perWalk, sampling.best(1) / perWalk,
          sampling.best(2) / Double(decisions), sampling.ratio(0, to: 1),
          sampling.ratio(1, to: 2) * Double(decisions) / perWalk))
    }
  }
}
