// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Generation
import Foundation

struct GenerationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generation",
    abstract: "Generation alone and the whole case, for each strategy.")

  @Option(help: "Rounds; the alternatives take turns.")
  var rounds = 9

  @Option(help: "Cases a round.")
  var cases: UInt64 = 48_000

  @Option(help: "Histories a round.")
  var histories: UInt64 = 400

  func run() throws {
    print("strategy            c ns  generation  whole ns  generation/c  whole/c")
    for strategy in RandomCases.strategies.map(Optional.some) + [nil] {
      try measure(RandomCases(seed: 1, strategy: strategy, size: cases))
    }
    for strategy in HistoryCases.strategies.map(Optional.some) + [nil] {
      try measure(HistoryCases(seed: 1, strategy: strategy, size: histories), strategy)
    }
  }

  /// Single decisions, a line for a case.
  private func measure(_ source: RandomCases) throws {
    let port = try SingleOracleRun(.c, source: source)
    let generation = try SingleOracleRun(nil, source: source)
    let run = SingleThreadRun(subject: .swift, reference: .c, source: source)
    var sampling = Sampling(
      rounds: rounds,
      [{ try! port.run() }, { try! generation.run() }, { try! run.run() }])
    sampling.subtract(1, from: 0)
    printLine(source.name, sampling, Double(cases))
  }

  /// Histories, a line for a step.
  private func measure(_ source: HistoryCases, _ strategy: Strategy?) throws {
    let histories = (0..<source.batchCount).map {
      var history = History()
      source.fill(&history, at: $0)
      return history
    }
    let steps = histories.reduce(0) { $0 + $1.operations.count }
    var port = try ReferenceMachine()
    var scratch = History()
    let run = SingleThreadRun(subject: .swift, reference: .c, histories: source)
    let sampling = Sampling(
      rounds: rounds,
      [
        { HistoriesCommand.play(histories, on: &port) },
        { for index in 0..<source.batchCount { source.fill(&scratch, at: index) } },
        { try! run.run() },
      ])
    printLine("\(strategy?.name ?? "mixed") step", sampling, Double(steps))
  }

  private func printLine(_ name: String, _ sampling: Sampling, _ count: Double) {
    print(
      name.padding(toLength: 18, withPad: " ", startingAt: 0),
      String(
        format: "%5.1f %11.1f %9.1f %13.2f %8.2f", sampling.best(0) / count,
        sampling.best(1) / count, sampling.best(2) / count, sampling.ratio(1, to: 0),
        sampling.ratio(2, to: 0)))
  }
}
