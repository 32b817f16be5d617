// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Foundation
import Reports

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two implementations on generated cases.",
    discussion: """
      Without --strategy, runs the exhaustive scopes and the mix of random \
      strategies, besides the vectors of the files given. With --model \
      histories a case is a history: a machine and some 50 operations on its \
      memory, after each of which results and all counters are compared. The \
      same seed gives the same cases on every machine, whatever the number of \
      jobs. Divergences of one kind differ first in the same \
      value of the same function; of each kind the first case is shrunk and printed \
      with the command that runs it again. \
      totals is the Swift core that decides by \
      running totals. A shared library exports the functions of automovable_oracle.h.

      Exit status: 0 all cases agree, 1 a divergence, 64 wrong usage, 65 \
      malformed or unreadable vectors, an unusable library, or nothing compared, 70 internal failure, 130 interrupted \
      before a divergence was found.
      """)

  @Option(
    name: .customLong("model"),
    help: "What to compare: single decisions, or histories of operations.")
  var kind = CaseKind.decisions

  @Option(help: "The seed of the random cases.")
  var seed: UInt64 = 1

  @Option(help: "The number of cases of each random source.")
  var cases: UInt64?

  @Option(
    help: ArgumentHelp(
      "How long to run at most, like 90s, 5m or 2h; without --cases, random cases don't end before. Sources take turns then.",
      valueName: "duration"))
  var time: TimeLimit?

  @Option(help: "The number of threads.")
  var jobs = min(1024, ProcessInfo.processInfo.activeProcessorCount)

  @Option(help: ArgumentHelp("The part of the run to do.", valueName: "I/N"))
  var shard = Shard.whole

  @Option(help: "A source of cases; may be repeated.")
  var strategy: [SourceName] = []

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp(
      "Run one case of the only --strategy.", valueName: "index"))
  var singleCase: UInt64?

  @Option(help: "The implementation under test; PATH.so is a shared library.")
  var of: NamedImplementation?

  @Option(help: "The implementation to compare with.")
  var against: NamedImplementation?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Both at once: two implementations, after any files of vectors.",
      valueName: "implementation"))
  var between: [NamedImplementation] = []

  @Flag(
    name: .customLong("isolate"),
    help: "Run libraries in processes of their own; a crash is a divergence then.")
  var isIsolated = false

  @Option(
    help: ArgumentHelp(
      "Write a report; the format is the extension's: json, xml (JUnit), html or ktap. May be repeated.",
      valueName: "file"),
    completion: .file(extensions: ["json", "xml", "html", "ktap"]))
  var report: [ReportFile] = []

  @Flag(help: "Put times and rates into JSON reports, which differ from run to run then.")
  var timing = false

  @Flag(help: "Stop at the first divergence.")
  var failFast = false

  @Option(help: "Stop after so many kinds of divergences.")
  var maxDivergences = 8

  @Argument(
    help: ArgumentHelp("Files of decision vectors to run too.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var files: [String] = []

  func validate() throws {
    guard jobs >= 1, jobs <= 1024 else {
      throw ValidationError("--jobs: expected 1 to 1024, found \(jobs)")
    }
    guard maxDivergences >= 1, maxDivergences <= 10_000 else {
      throw ValidationError(
        "--max-divergences: expected 1 to 10000, found \(maxDivergences)")
    }
    if let cases { try CaseCount.validate(cases) }
    if singleCase != nil, strategy.count != 1 {
      throw ValidationError("--case: expected exactly one --strategy with it")
    }
    if !between.isEmpty {
      guard between.count == 2 else {
        throw ValidationError(
          "--between: expected two implementations, found \(between.count)")
      }
      guard of == nil, against == nil else {
        throw ValidationError("--between: expected neither --of nor --against with it")
      }
    }
    for case .only(let name) in strategy where !kind.has(name) {
      throw ValidationError(
        "--strategy: expected one of --model \(kind.rawValue), found '\(name)'")
    }
    if kind == .histories, !files.isEmpty {
      throw ValidationError("--model histories: expected no files of vectors")
    }
    if strategy.contains(.only(.vectors)), files.isEmpty {
      throw ValidationError("--strategy vectors: expected files of vectors")
    }
    if !strategy.isEmpty, !strategy.contains(.only(.vectors)), !files.isEmpty {
      throw ValidationError(
        "\(files[0]): expected --strategy vectors too, or no --strategy at all")
    }
    if Set(strategy).count < strategy.count {
      throw ValidationError("--strategy: one is given twice")
    }
  }

  func run() async throws {
    for file in report {
      try orEnd { () throws(ReportFileError) in try file.check() }
    }
    let (subject, reference) = try makeImplementations()
    for implementation in [subject, reference] where !kind.suits(implementation) {
      throw ValidationError(
        "--model histories: \(implementation.name) makes single decisions only")
    }
    var run = DifferentialRun(
      subject: subject, reference: reference,
      sources: kind == .decisions ? try makeSources() : [],
      replayCommand: replayCommand)
    run.histories = kind == .histories ? try makeHistories() : []
    run.shard = shard
    run.jobs = jobs
    run.maxDivergences = failFast ? 1 : maxDivergences
    run.timeLimit = time?.duration
    run.seed = seed

    let control = RunControl()
    let interrupt = Interrupt {
      control.stop()
      subject.interrupt()
      reference.interrupt()
    }
    let progress = RunProgress(
      control, until: time.map { .time($0.duration) } ?? .cases(run.declaredCases),
      in: kind == .histories ? .thousand : .million)
    let result: DifferentialReport
    do {
      result = try await run.run(control: control)
    } catch {
      progress.finish()
      StandardError.print("\(error)")
      switch error {
      case .noCases: throw ExitCode.data
      case .oracle, .sizeMismatch: throw ExitCode.internalFailure
      }
    }
    progress.finish()
    interrupt.cancel()
    try present(result)
    if result.divergenceCount > 0 { throw ExitCode.difference }
    if result.stop == .interrupted { throw ExitCode.interrupted }
    if result.verdict == .empty { throw ExitCode.data }
  }
}

// MARK: Output

extension DiffCommand {
  // The reports first: whatever becomes of the text, they are there.
  private func present(_ result: DifferentialReport) throws {
    for file in report {
      try orEnd { () throws(ReportFileError) in
        // Runs with the same outcome are to have the same JSON.
        try file.write(result, includesTiming: timing || file.format != .json)
      }
    }
    try OutputBuffer.printing { output in
      let style = TextStyle.ofStandardOutput
      for divergence in result.divergences {
        try output.print(DivergenceText(divergence, in: result).text(style: style))
      }
      for divergence in result.historyDivergences {
        try output.print(HistoryDivergenceText(divergence, in: result).text(style: style))
      }
      try output.print(RunSummary(result).text(style: style), terminator: "")
    }
  }

  /// Does something with a report file or ends the command with the reason.
  private func orEnd(_ body: () throws(ReportFileError) -> Void) throws {
    do {
      try body()
    } catch {
      throw ExitCode.reporting(error)
    }
  }
}
