// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Foundation
import Reports
import SystemPackage
import TextFiles

struct ExploreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Try every operation in every state of small machines.",
    discussion: """
      From each boot state of a scope all operations of the scope are tried, right ones \
      and wrong ones, and again in each state that comes of it, until there is no new \
      state. Both implementations go in step: after each operation what it gave and the \
      whole states are compared. A divergence is printed with a shortest history.

      With --property sentences about the kernel are checked in every state and on every \
      step. Each holds throughout the scope, or a shortest history breaks it.

      Examples:

        automovable explore --scope smallest
        automovable explore --scope groups --jobs 8
        automovable explore --scope standard --checkpoint standard.checkpoint
        automovable explore --property all --scope nodes

      Exit status: 0 all states agree and all properties hold, 1 a divergence or a broken \
      property, 2 not completed because states take more than --memory, 64 wrong usage, \
      65 an implementation that can't be explored or nothing explored, 70 internal \
      failure, 130 interrupted.
      """)

  @Option(help: "The scope.")
  var scope = ExplorationScope.default

  @Flag(help: "List the scopes and the properties.")
  var list = false

  @Option(
    help: ArgumentHelp("A property to check, or all; may be repeated.", valueName: "name"))
  var property: [PropertyName] = []

  @Option(help: "The implementation under test.")
  var of = NamedImplementation.swift

  @Option(help: "The implementation to compare with.")
  var against = NamedImplementation.c

  @OptionGroup var threads: JobOptions

  @Option(help: ArgumentHelp("The part of the boot states to explore.", valueName: "I/N"))
  var shard = Shard.whole

  @Option(
    help: ArgumentHelp("How many MiB the states of one thread may take.", valueName: "MiB"))
  var memory = ExplorationRun.defaultMemory >> 20

  @Option(
    help: ArgumentHelp(
      "Keep in this file which boot states are done, and go on from there if it is there; it is removed at the end.",
      valueName: "file"),
    completion: .file())
  var checkpoint: String?

  @Option(
    help: ArgumentHelp("Write the histories that were found as traces.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var trace: String?

  @Flag(help: "Stop at the first boot state with a divergence.")
  var failFast = false

  @Flag(help: "Print a JSON object, without times.")
  var json = false

  func validate() throws {
    guard memory >= 1, memory <= 1 << 20 else {
      throw ValidationError("--memory: expected 1 to 1048576 MiB, found \(memory)")
    }
    if Set(property).count < property.count || property.contains(.all) && property.count > 1 {
      throw ValidationError("--property: one is given twice")
    }
  }

  func run() async throws {
    if list { return try printList() }
    if let trace {
      do throws(Errno) {
        try WholeFile.check(FilePath(trace))
      } catch {
        throw ExitCode.reporting(OutputBuffer.Failure(file: trace, errno: error))
      }
    }
    var run = ExplorationRun(
      scope: scope, subject: try implementation(of), reference: try implementation(against))
    run.properties = property.flatMap(\.properties)
    run.jobs = threads.jobs
    run.shard = shard
    run.failsFast = failFast
    run.memory = memory << 20
    run.version = AutoMovableCommand.configuration.version
    let file = checkpoint.map { CheckpointFile(FilePath($0), libraries: 0) }
    let start = try file?.start { file throws(InputError) in try file.readExploration() }
    if let file { run.saveCheckpoint = file.write }
    let control = RunControl()
    let interrupt = Interrupt { control.stop() }
    let report: ExplorationReport
    do {
      report = try await run.run(control: control, from: start)
    } catch {
      throw ExitCode.reporting(error, checkpoint: file)
    }
    interrupt.cancel()
    try write(report)
    // Only now: whoever is killed before goes on from there. With more memory, too.
    if report.stop == nil { file?.remove() }
    if !report.divergences.isEmpty || !report.brokenProperties.isEmpty {
      throw ExitCode.difference
    }
    switch report.stop {
    case .memory: throw ExitCode.partial
    case .interrupted: throw ExitCode.interrupted
    case nil: break
    }
  }
}

extension ExploreCommand {
  private func implementation(_ name: NamedImplementation) throws -> Implementation {
    if case .library(let path) = name {
      StandardError.print(
        "\(path.visible): has no machine to explore: expected swift, c or totals")
      throw ExitCode.data
    }
    do {
      return try name.implementation(isIsolated: false)
    } catch {
      throw ExitCode.reporting(error)
    }
  }

  private func printList() throws {
    try OutputBuffer.printing { output in
      for scope in ExplorationScope.all {
        try output.print("\(scope.name): \(scope.words)")
      }
      try output.print("")
      for property in ExploredProperties.all {
        try output.print("\(property.name): \(property.claim)")
      }
    }
  }

  /// Writes the histories and prints the report. The file first: whatever becomes of
  /// the text, it is there.
  private func write(_ report: ExplorationReport) throws {
    if let trace {
      var json = JSONWriter()
      Trace.writeHeader(
        count: report.traces.reduce(0) { $0 + UInt64($1.steps.count) },
        source: "automovable explore --scope \(report.scope.name)", to: &json)
      json.endLine()
      for trace in report.traces { trace.write(to: &json) }
      do throws(OutputBuffer.Failure) {
        try WholeFile.write(results: json.bytes, to: trace)
      } catch {
        throw ExitCode.reporting(error)
      }
    }
    try OutputBuffer.printing { output in
      if json {
        report.write(to: &output.json)
      } else {
        try output.print(
          ExplorationText(report).text(style: .ofStandardOutput), terminator: "")
      }
    }
  }
}
