// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance
import Reports
import SystemPackage
import TextFiles

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Add up the reports of a run that was made in parts.",
    discussion: """
      Takes the JSON reports that diff --shard I/N --report FILE.json wrote, in any \
      order, and prints what diff would have printed without --shard. The reports must \
      be of one run: same version, seed, implementations and their origins, sources \
      and options; each shard once.

      Exit status: 0 all cases agree, 1 a divergence, 64 wrong usage, 65 a malformed or \
      unreadable report, one of another run, a shard that is missing, given twice or \
      was interrupted, or nothing compared, 70 internal failure.
      """)

  @OptionGroup var reports: ReportOptions

  @Flag(help: "Put times and rates into JSON reports, if all reports have them.")
  var timing = false

  @Argument(
    help: ArgumentHelp("The reports of all shards.", valueName: "report"),
    completion: .file(extensions: ["json"]))
  var files: [String]

  func run() throws {
    let output = ReportedRun(reports: reports.report, includesTiming: timing)
    try output.check()
    let result: DifferentialReport
    do throws(InputError) {
      result = try merged()
    } catch {
      throw ExitCode.reporting(error)
    }
    try output.print(result, isTimed: result.elapsed > .zero)
    try output.end(with: result)
  }

  /// One after the other: a report may be large, and they may be many.
  private func merged() throws(InputError) -> DifferentialReport {
    var merged = MergedReport()
    for file in files {
      try merged.add(DifferentialReport(json: FilePath(file)), file: file)
    }
    return try merged.finish()
  }
}
