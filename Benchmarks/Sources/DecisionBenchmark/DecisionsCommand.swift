// SPDX-License-Identifier: MIT

import ArgumentParser
import Foundation

struct DecisionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions", abstract: "One decision: Swift core and C port.")

  @Option(help: "Rounds; the implementations take turns.")
  var rounds = 25

  func run() throws {
    print("decision        nodes groups   swift ns      c ns  ratio")
    for (nodes, groups): (Int32, Int32) in [
      (1, 0), (1, 1), (1, 8), (1, 64), (1, 1024), (4, 8), (64, 64),
    ] {
      let fixture = DecisionFixture(nodeCount: nodes, groupCount: groups)
      report("ratio test", nodes, groups) { fixture.ratioTests($0, count: $1) }
      report("zone choice", nodes, groups) { fixture.zoneChoices($0, count: $1) }
    }
  }

  private func report(
    _ name: String, _ nodes: Int32, _ groups: Int32,
    _ body: (Subject, Int) -> UInt64
  ) {
    precondition(body(.swift, 1000) == body(.c, 1000), "the implementations disagree")
    let count = max(1000, 2_000_000 / Int(10 + groups + 5 * nodes))
    withoutActuallyEscaping(body) { body in
      let sampling = Sampling(
        rounds: rounds,
        [{ _ = body(.swift, count) }, { _ = body(.c, count) }])
      let name = name.padding(toLength: 14, withPad: " ", startingAt: 0)
      print(
        name,
        String(
          format: "%6d %6d %10.1f %9.1f %6.2f", nodes, groups,
          sampling.best(0) / Double(count), sampling.best(1) / Double(count),
          sampling.ratio(0, to: 1)))
    }
  }
}
