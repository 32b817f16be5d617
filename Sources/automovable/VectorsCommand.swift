// SPDX-License-Identifier: MIT

import ArgumentParser

struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Write the golden vectors anew, byte for byte the same.",
    discussion: "For developers of this package; see Vectors/README.md.",
    subcommands: [LiveVectorsCommand.self, RecordsCommand.self])
}

/// Where golden vectors are written to.
struct VectorDestination: ParsableArguments {
  @Option(
    name: .customLong("output"),
    help: ArgumentHelp("The directory to write to; it must exist.", valueName: "directory"),
    completion: .directory)
  var directory: String
}
