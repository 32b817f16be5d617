// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance
import Reports
import SystemPackage
import TextFiles

/// A comparison whose outcome goes to standard output and into report files.
struct ReportedRun {
  /// The files.
  let reports: [ReportFile]

  /// Whether JSON reports have times, with which they differ from run to run.
  let includesTiming: Bool

  /// Tries whether the files could be written.
  func check() throws {
    for file in reports {
      try orEnd { () throws(ReportFileError) in try file.check() }
    }
  }

  /// Runs a comparison and says what came of it; ends the command unless all is
  /// well.
  ///
  /// - Parameters:
  ///   - time: When it ends at the latest.
  ///   - unit: What cases are counted in while it runs.
  ///   - checkpoint: Where it keeps how far it has come, if it does.
  func present(
    _ run: DifferentialRun, until time: TimeLimit?, in unit: RunProgress.Unit,
    checkpoint: CheckpointFile? = nil
  ) async throws {
    var run = run
    let start = try checkpoint?.start { file throws(InputError) in try file.read() }
    if let checkpoint { run.saveCheckpoint = checkpoint.write }
    let control = RunControl()
    let (subject, reference) = (run.subject, run.reference)
    let interrupt = Interrupt.ofLibraries {
      control.stop()
      subject.interrupt()
      reference.interrupt()
    }
    let progress = RunProgress(
      control, until: time.map { .time($0.duration) } ?? .cases(run.declaredCases), in: unit)
    let result: DifferentialReport
    do {
      result = try await run.run(control: control, from: start)
    } catch {
      progress.finish()
      throw ExitCode.reporting(error, checkpoint: checkpoint)
    }
    progress.finish()
    interrupt.cancel()
    try print(result)
    // Only now: whoever is killed before goes on from there.
    if result.stop != .interrupted { checkpoint?.remove() }
    try end(with: result)
  }

  /// Ends the command unless all is well.
  func end(with result: DifferentialReport) throws {
    if result.divergenceCount > 0 { throw ExitCode.difference }
    if result.stop == .interrupted { throw ExitCode.interrupted }
    if result.verdict == .empty { throw ExitCode.data }
  }

  /// Writes and prints a report. The files first: whatever becomes of the text,
  /// they are there.
  ///
  /// - Parameter isTimed: Whether how long it took is known.
  func print(_ result: DifferentialReport, isTimed: Bool = true) throws {
    try writeFiles(result, isTimed)
    try OutputBuffer.printing { output in
      let style = TextStyle.ofStandardOutput
      for divergence in result.divergences {
        try output.print(DivergenceText(divergence, in: result).text(style: style))
      }
      for divergence in result.historyDivergences {
        try output.print(HistoryDivergenceText(divergence, in: result).text(style: style))
      }
      try output.print(
        RunSummary(result, includesTiming: isTimed).text(style: style), terminator: "")
    }
  }

  private func writeFiles(_ result: DifferentialReport, _ isTimed: Bool) throws {
    let interrupt = Interrupt.removingLeftovers()
    defer { interrupt.cancel() }
    for file in reports {
      try orEnd { () throws(ReportFileError) in
        // Runs with the same outcome are to have the same JSON.
        try file.write(
          result, includesTiming: isTimed && (includesTiming || file.format != .json))
      }
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
