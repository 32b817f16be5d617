// SPDX-License-Identifier: MIT

import ArgumentParser

struct LoopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loop",
    abstract: "Make decisions and nothing else, for an instruction counter.")

  @Argument(help: "swift, c or totals.")
  var subject: Subject

  @Argument(help: "The number of decisions.")
  var count: Int

  @Option var nodes: Int32 = 1
  @Option var groups: Int32 = 4
  @Flag(help: "Choose zones instead of testing ratios.")
  var zones = false

  func run() throws {
    let fixture = DecisionFixture(nodeCount: nodes, groupCount: groups)
    print(
      zones
        ? fixture.zoneChoices(subject, count: count)
        : fixture.ratioTests(subject, count: count))
  }
}
