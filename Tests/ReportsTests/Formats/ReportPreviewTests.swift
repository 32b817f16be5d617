// SPDX-License-Identifier: MIT

import Conformance
import Generation
import Reports
import Testing

/// Reports as attachments, to be looked at: `swift test --filter ReportPreview
/// --attachments-path DIR`.
@Suite struct ReportPreviewTests {
  @Test(arguments: ReportFormat.allCases)
  func `Every kind of report has text`(format: ReportFormat) {
    for (name, report) in ReportFixtures.all {
      let text = format.text(of: report, includesTiming: true)
      #expect(text.hasSuffix("\n"))
      #expect(!text.hasSuffix("\n\n"))
      Attachment.record(text, named: "\(name).\(format.rawValue)")
    }
  }

  @Test func `A genuine run has a report`() async throws {
    var run = DifferentialRun(
      subject: .swift, reference: .c,
      sources: [RandomCases(seed: 1, size: 100_000)])
    run.seed = 1
    let report = try await run.run()
    let text = ReportFormat.html.text(of: report, includesTiming: true)
    #expect(text.contains("swift = c"))
    Attachment.record(text, named: "genuine.html")
    Attachment.record(RunSummary(report).text(), named: "genuine.txt")
  }

  @Test func `Text for a terminal`() {
    for (name, report) in ReportFixtures.all {
      let tables = report.divergences.map {
        DivergenceText($0, in: report).text()
      }
      let text = (tables + [RunSummary(report).text()]).joined(separator: "\n")
      #expect(!text.contains("\u{1B}"))
      Attachment.record(text, named: "\(name).txt")
    }
  }
}
