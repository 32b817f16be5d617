// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance
import Glibc

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
    // What can't be written is an error of the write, which a line tells, not a signal.
    for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) }
    do {
      try DescriptorLimit.check()
      guard ThreadSupply.has(ThreadSupply.needed) else {
        StandardError.print("automovable: \(RunError.noThreads(ThreadSupply.needed))")
        throw ExitCode.internalFailure
      }
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
      end(with: error)
    }
  }

  /// Ends the program as the parser does. Help, versions and completions are results, too:
  /// they have to be written.
  private static func end(with error: any Error) -> Never {
    let text = fullMessage(for: error)
    guard exitCode(for: error) == .success, !text.isEmpty else { exit(withError: error) }
    do {
      try OutputBuffer.printing { output in try output.print(text) }
    } catch {
      exit(withError: error)
    }
    exit(withError: ExitCode.success)
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
