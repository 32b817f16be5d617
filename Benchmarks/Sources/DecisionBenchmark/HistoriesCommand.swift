// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Generation

struct HistoriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "histories",
    abstract: "Steps of histories: the whole, and what the C port alone costs.")

  @Option(help: "Rounds; the alternatives take turns.")
  var rounds = 15

  @Option(help: "Histories a round.")
  var cases: UInt64 = 2_000

  @Option(help: "A strategy, or 'mixed'.")
  var strategy = "mixed"

  func run() throws {
    let source = HistoryCases(
      seed: 1, strategy: Strategy(name: strategy), size: cases)
    let histories = (0..<source.batchCount).map {
      var history = History()
      source.fill(&history, at: $0)
      return history
    }
    let steps = histories.reduce(0) { $0 + $1.operations.count }
    var scratch = History()
    let run = SingleThreadRun(subject: .swift, reference: .c, histories: source)
    var port = try ReferenceMachine()
    var core = try CoreMachine()
    let sampling = Sampling(
      rounds: rounds,
      [
        { Self.play(histories, on: &port) }, { Self.play(histories, on: &core) },
        { for index in 0..<source.batchCount { source.fill(&scratch, at: index) } },
        { try! run.run() },
      ])
    print("\(strategy), \(cases) histories of \(steps) steps, one thread")
    sampling.printTable(
      ["C port alone", "Swift core alone", "generation", "compared step"], per: "step",
      of: Double(steps))
  }

  /// Boots each machine and applies its operations, and looks at nothing.
  static func play(_ histories: [History], on machine: inout some Machine) {
    for history in histories {
      try! machine.boot(history.machine)
      for operation in history.operations { _ = machine.apply(operation) }
    }
  }
}
