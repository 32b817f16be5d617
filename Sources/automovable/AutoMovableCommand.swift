// SPDX-License-Identifier: MIT

import ArgumentParser

@main
struct AutoMovableCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "automovable",
    abstract: "The Linux auto-movable memory online policy, held twice.",
    version: "0.1.0",
    subcommands: [
      DiffCommand.self,
      GenerateCommand.self,
      EvaluateCommand.self,
      VerifyCommand.self,
      ExplainCommand.self,
      InspectCommand.self,
      ReplayCommand.self,
      LiveCommand.self,
      KernelCommand.self,
      VectorsCommand.self,
      ServeLibraryCommand.self,
    ])
}
