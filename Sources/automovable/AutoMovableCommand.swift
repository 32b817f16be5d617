// SPDX-License-Identifier: MIT

import ArgumentParser

@main
struct AutoMovableCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "automovable",
    abstract: "The Linux auto-movable memory online policy, held twice.",
    version: "0.1.0",
    subcommands: [
      PlanCommand.self,
      DiffCommand.self,
      ExploreCommand.self,
      MergeCommand.self,
      GenerateCommand.self,
      EvaluateCommand.self,
      VerifyCommand.self,
      ExplainCommand.self,
      InspectCommand.self,
      RecordCommand.self,
      ReplayCommand.self,
      LiveCommand.self,
      KernelCommand.self,
      VectorsCommand.self,
      ServeLibraryCommand.self,
    ])

  static func main() async {
    StandardDescriptors.fill()
    do {
      try DescriptorLimit.check()
      var command = try parseAsRoot()
      // Of a library's process its end is noticed by whoever asks it.
      if !(command is ServeLibraryCommand) { EarlyEnd.refuse() }
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      EarlyEnd.expect()
    } catch {
      EarlyEnd.expect()
      exit(withError: error)
    }
  }
}
