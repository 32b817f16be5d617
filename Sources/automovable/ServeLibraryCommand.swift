// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

/// The process behind `--isolate`: nothing to be called by hand.
struct ServeLibraryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve-library",
    abstract: "Answer for a shared library on descriptor 3.",
    shouldDisplay: false)

  @Argument var path: String

  func run() { LibraryServer(path).run() }

  /// The words that run this command.
  static func command(for path: String) -> [String] {
    // This program, whatever became of its file.
    ["/proc/self/exe", configuration.commandName!, "--", path]
  }
}
