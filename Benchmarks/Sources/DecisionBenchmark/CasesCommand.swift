// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Generation

struct CasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cases",
    abstract: "Differential cases: the whole, and what the C port alone costs.")

  @Option(help: "Rounds; the alternatives take turns.")
  var rounds = 15

  @Option(help: "Cases a round.")
  var cases: UInt64 = 160_000

  @Option(help: "A random strategy, or 'mixed'.")
  var strategy = "mixed"

  @Option(help: "Machines made before an implementation alone is asked about them, 1 to 16.")
  var lot = 1

  func run() throws {
    let source = RandomCases(
      seed: 1, strategy: Strategy(name: strategy), size: cases)
    let generation = try SingleOracleRun(nil, source: source, lotSize: lot)
    let port = try SingleOracleRun(.c, source: source, lotSize: lot)
    let core = try SingleOracleRun(.swift, source: source, lotSize: lot)
    let run = SingleThreadRun(subject: .swift, reference: .c, source: source)
    var sampling = Sampling(
      rounds: rounds,
      [
        { try! port.run() }, { try! core.run() }, { try! generation.run() },
        { try! run.run() },
      ])
    // Asked right after they are made, as a run does it.
    sampling.subtract(2, from: 0, 1)
    print("\(strategy), \(cases) cases, one thread")
    sampling.printTable(
      ["C port alone", "Swift core alone", "generation", "differential case"], per: "case",
      of: Double(cases))
  }
}
