// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Conformance
import LiveSystem
import SystemPackage
import TextFiles

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Hold what a live kernel did against the Swift core and the C port.",
    discussion: """
      Boots a machine as a capture's first snapshot says and does to it what \
      was done to the kernel, step by step, once in the core and once in the \
      port. Compares the zone of every decision and its group's counters, and at \
      every later snapshot all blocks, their texts, and the counters and spans of \
      all zones, nodes and groups. Prints each difference and what can't be \
      replayed, and a summary of each file.

      Examples:

        automovable replay capture.jsonl
        automovable replay --with c --json capture.jsonl

      Exit status: 0 nothing differs, 1 something differs, 64 wrong usage, 65 \
      malformed or unreadable input, 70 internal failure.
      """)

  /// Which implementations a capture is played on.
  enum Players: String, CaseIterable, ExpressibleByArgument {
    case swift, c, both
  }

  @Option(name: .customLong("with"), help: "On what to play the captures.")
  var players = Players.both

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
        let (core, port) = try replay(FilePath(file), printer)
        try printer.print(core: core, port: port, file: file)
        if [core, port].contains(where: { $0?.isClean == false }) { differs = true }
      }
      try printer.flush()
    } catch is OutputBuffer.Closed {
    } catch {
      if error is InputError { try? printer.flush() }
      throw ExitCode.reporting(error)
    }
    if differs { throw ExitCode.difference }
  }

  /// Replays a file, on both at once, so that it is read once.
  private func replay(
    _ path: FilePath, _ printer: ReplayPrinter
  ) throws -> (core: ReplayReport?, port: ReplayReport?) {
    var reader = try CaptureReader(path: path)
    var core =
      players == .c
      ? nil
      : Replay(subject: try HotplugMachine()) { event, _ in
        printer.tell(event, of: "swift")
      }
    var port =
      players == .swift
      ? nil
      : Replay(subject: ReplayedPort(try ReferenceMachine())) { event, _ in
        printer.tell(event, of: "c")
      }
    while let record = try reader.next() {
      try core?.take(record, path: path, line: reader.lineNumber)
      try port?.take(record, path: path, line: reader.lineNumber)
    }
    return (core?.report, port?.report)
  }
}
