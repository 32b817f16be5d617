// SPDX-License-Identifier: MIT

import Cases
import Conformance
import Generation

/// A source's cases compared on one thread, to time nothing else.
struct SingleThreadRun {
  private let run: DifferentialRun

  /// Creates a run of single decisions.
  init(subject: Implementation, reference: Implementation, source: any CaseSource) {
    run = DifferentialRun(subject: subject, reference: reference, sources: [source])
  }

  /// Creates a run of histories.
  init(subject: Implementation, reference: Implementation, histories: HistoryCases) {
    var run = DifferentialRun(subject: subject, reference: reference, sources: [])
    run.histories = [histories]
    self.run = run
  }

  /// Compares all cases.
  func run() async throws(RunError) { _ = try await run.run() }
}
