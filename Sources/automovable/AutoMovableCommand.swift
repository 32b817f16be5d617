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
      do {
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      } catch let error as ValidationError {
        throw error.reported(by: type(of: command))
      }
      EarlyEnd.expect()
    } catch {
      EarlyEnd.expect()
      exit(withError: error)
    }
  }
}

extension ValidationError {
  /// Tells what is wrong with the options of a command that runs already.
  ///
  /// The parser tells it with the command's own usage. Once a command runs, the parser only
  /// knows the tool's.
  fileprivate func reported(by command: any ParsableCommand.Type) -> ExitCode {
    let usage = AutoMovableCommand.usageString(for: command)
    StandardError.print("Error: \(message)\nUsage: \(usage)")
    return .validationFailure
  }
}
