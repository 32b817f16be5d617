// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import Conformance
import Foundation
import Reports
import SystemPackage

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

      Examples:

        automovable diff --cases 1000000
        automovable diff --model histories --cases 10000 --jobs 4
        automovable diff --against ./libport.so --report port.html
        automovable diff --seed 1 --strategy mixed --case 114

      Exit status: 0 all cases agree, 1 a divergence, 64 wrong usage, 65 \
      malformed or unreadable vectors, an unusable library, or nothing compared (also \
      if one of the two can't do what is to be compared), 70 internal failure, 130 interrupted \
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

  @OptionGroup var threads: JobOptions

  @Option(help: ArgumentHelp("The part of the run to do.", valueName: "I/N"))
  var shard = Shard.whole

  @Option(
    help: ArgumentHelp(
      "Keep in this file how far the run has come, and go on from there if it is there; it is removed at the end.",
      valueName: "file"),
    completion: .file())
  var checkpoint: String?

  @Option(help: "A source of cases; may be repeated.")
  var strategy: [SourceName] = []

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp(
      "Run one case of the only --strategy.", valueName: "index"))
  var singleCase: UInt64?

  @Option(
    help: ArgumentHelp(
      "What the kernels of generated machines have: an architecture, an object as in files, or all.",
      valueName: "geometry"))
  var geometry = GeometryChoice.only(.x86_64)

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

  @OptionGroup var reports: ReportOptions

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
    try SourceName.validate(strategy, of: kind)
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
  }

  func run() async throws {
    try output.check()
    let (subject, reference) = try makeImplementations()
    if let other = [subject, reference].first(where: { !kind.suits($0) }) {
      var result = DifferentialReport(
        version: AutoMovableCommand.configuration.version, seed: seed,
        shard: shard, subject: subject, reference: reference)
      result.incomparable = "\(other.name) makes single decisions only, no histories"
      try output.print(result)
      throw ExitCode.data
    }
    var run = DifferentialRun(
      subject: subject, reference: reference,
      sources: kind == .decisions ? try makeSources() : [],
      replayCommand: replayCommand)
    run.histories =
      kind == .histories
      ? try makeHistories(isJudged: subject.judgesHistories || reference.judgesHistories) : []
    run.shard = shard
    run.jobs = threads.jobs
    run.maxDivergences = failFast ? 1 : maxDivergences
    run.timeLimit = time?.duration
    run.seed = seed
    run.version = AutoMovableCommand.configuration.version

    // An implementation that fails is told of by the run.
    let isUsual = geometry == .only(.x86_64)
    if !isUsual { try? tellDeclined(by: [subject, reference]) }
    do {
      try await output.present(
        run, until: time, in: kind == .histories ? .thousand : .million,
        checkpoint: try checkpoint.map {
          CheckpointFile(FilePath($0), libraries: try libraryDigest())
        })
    } catch let code as ExitCode where code == .data && isUsual {
      // Nobody has asked for another geometry; perhaps it is what is missing.
      try? tellDeclined(by: [subject, reference])
      throw ExitCode.data
    }
  }
}

extension DiffCommand {
  /// Where the outcome goes.
  private var output: ReportedRun {
    ReportedRun(reports: reports.report, includesTiming: timing)
  }
}
