// SPDX-License-Identifier: MIT

import ArgumentParser

@main
struct DecisionBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times the Swift core, the C port and differential cases.",
    subcommands: [
      DecisionsCommand.self, CasesCommand.self, HistoriesCommand.self,
      GenerationCommand.self, VectorsCommand.self, CapturesCommand.self, LoopCommand.self,
    ])
}
