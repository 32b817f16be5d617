// SPDX-License-Identifier: MIT

import ArgumentParser
import LiveSystem
import SystemPackage
import TextFiles

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Hold what a live kernel did against the Swift core.",
    discussion: """
      Starts from a capture's first snapshot, feeds the recorded steps to the \
      core, and compares the zone of every decision and every counter of every \
      later snapshot. Prints each difference and what can't be replayed, and a \
      summary of each file.

      Exit status: 0 nothing differs, 1 something differs, 64 wrong usage, 65 \
      malformed or unreadable input, 70 internal failure.
      """)

  @Flag(help: "Print a JSON object for each file, and the rest to standard error.")
  var json = false

  @Argument(
    help: ArgumentHelp("Captures, as JSON Lines.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var files: [String]

  func run() throws {
    let printer = ReplayPrinter(isJSON: json)
    var differs = false
    do {
      for file in files {
        let report = try Replay.run(
          path: FilePath(file), model: CoreModel(), observe: printer.tell)
        try printer.print(report, file: file)
        if !report.isClean { differs = true }
      }
      try printer.flush()
    } catch is OutputBuffer.Closed {
    } catch {
      if error is InputError { try? printer.flush() }
      throw ExitCode.reporting(error)
    }
    if differs { throw ExitCode.difference }
  }
}
