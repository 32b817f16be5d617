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

      With --against it compares captures with others of the same scenarios \
      instead, such as those of a kernel without a patch: decisions, blocks, texts, \
      counters and spans, snapshot by snapshot. What follows from a difference that \
      was printed is counted and not printed.

      Examples:

        automovable replay capture.jsonl
        automovable replay --with c --json capture.jsonl
        automovable replay --against unpatched.jsonl patched.jsonl
        automovable replay --against out/unpatched out/patched/s1.jsonl

      Exit status: 0 nothing differs, 1 something differs, 64 wrong usage, 65 \
      malformed or unreadable input, 70 internal failure.
      """)

  /// Which implementations a capture is played on.
  enum Players: String, CaseIterable, ExpressibleByArgument {
    case swift, c, both
  }

  @Option(
    name: .customLong("with"),
    help: "On what to play the captures: swift, c or both. The default is both.")
  var chosenPlayers: Players?

  @Option(
    help: ArgumentHelp(
      "Compare with this capture, or with the one of the same name in this folder.",
      valueName: "path"),
    completion: .file())
  var against: String?

  @Flag(help: "Print a JSON object for each file, and the rest to standard error.")
  var json = false

  @Argument(
    help: ArgumentHelp("Captures, as JSON Lines.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var files: [String]

  func validate() throws {
    guard against != nil else { return }
    if chosenPlayers != nil { throw ValidationError("--against plays on nothing: drop --with") }
  }

  func run() throws {
    let printer = ReplayPrinter(isJSON: json)
    var differs = false
    var endless: [String] = []
    do {
      for file in files {
        if let against {
          if try !compare(FilePath(file), FilePath(against), printer).isClean { differs = true }
          continue
        }
        let (core, port, tellsItsEnd) = try replay(FilePath(file), printer)
        if !tellsItsEnd { endless.append(file) }
        try printer.print(core: core, port: port, file: file)
        if [core, port].contains(where: { $0?.isClean == false }) { differs = true }
      }
      try printer.flush()
      if let first = endless.first {
        let others = endless.count == 1 ? "" : " and \(endless.count - 1) more"
        StandardError.print(
          "automovable replay: \(first.visible)\(others): no number of snapshots in the first "
            + "line, as older captures: nobody can tell whether the last ones are missing")
      }
    } catch is OutputBuffer.Closed {
    } catch {
      if error is InputError { try? printer.flush() }
      throw ExitCode.reporting(error)
    }
    if differs { throw ExitCode.difference }
  }

  /// Compares a file with another one, or with its namesake in a folder.
  private func compare(
    _ path: FilePath, _ against: FilePath, _ printer: ReplayPrinter
  ) throws -> ReplayReport {
    var other = against
    if (try? against.stat().type) == .directory, let name = path.lastComponent {
      other.append(name)
    }
    let report = try CaptureComparison.run(path: path, against: other) { event in
      printer.tell(event, of: nil)
    }
    try printer.print(report, file: path.string, against: other.string)
    return report
  }

  /// Replays a file, on both at once, so that it is read once.
  private func replay(
    _ path: FilePath, _ printer: ReplayPrinter
  ) throws -> (core: ReplayReport?, port: ReplayReport?, tellsItsEnd: Bool) {
    let players = chosenPlayers ?? .both
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
    return (core?.report, port?.report, reader.tellsItsEnd)
  }
}
