// SPDX-License-Identifier: MIT

import Conformance
import TextFiles

/// A report in the kernel's test protocol, version 1, laid out as KUnit does:
/// one test a suite, its subtests four spaces further in.
struct KTAPReport {
  let report: DifferentialReport
  let includesTiming: Bool

  init(_ report: DifferentialReport, includesTiming: Bool) {
    self.report = report
    self.includesTiming = includesTiming
  }

  var text: String {
    let suites = TestOutline(report).suites.filter { !$0.tests.isEmpty }
    var text = "KTAP version 1\n1..\(suites.count)\n"
    for (index, suite) in suites.enumerated() {
      text += self.suite(suite.name, suite.tests, number: index + 1)
    }
    let summary = RunSummary(report, includesTiming: includesTiming)
    return text + "# \(summary.verdictLine())\n"
  }

  private func suite(
    _ name: String, _ tests: [TestOutline.Test], number: Int
  ) -> String {
    var text = "    KTAP version 1\n    # Subtest: \(name)\n    1..\(tests.count)\n"
    for (index, test) in tests.enumerated() {
      text += lines(test, number: index + 1).indented(by: "    ")
    }
    let failed = tests.count { $0.outcome.isFailed }
    let skipped = tests.count { $0.outcome.isSkipped }
    let totals =
      "pass:\(tests.count - failed - skipped) fail:\(failed)"
      + " skip:\(skipped) total:\(tests.count)"
    text += "# \(name): \(totals)\n# Totals: \(totals)\n"
    let isSkipped = skipped == tests.count
    text += "\(failed > 0 ? "not ok" : "ok") \(number) \(name)"
    return text + (isSkipped ? " # SKIP\n" : "\n")
  }

  private func lines(_ test: TestOutline.Test, number: Int) -> String {
    // A `#` would begin a directive.
    let name = test.name.visible.split(separator: "#", omittingEmptySubsequences: false)
      .joined(separator: "_")
    switch test.outcome {
    case .passed:
      return "# \(name): \(test.remark)\nok \(number) \(name)\n"
    case .skipped(let reason):
      return "ok \(number) \(name) # SKIP \(reason)\n"
    case .failed(let message, let details):
      return "# \(name): \(message.visible)\n"
        + details.split(separator: "\n").map { "# \($0)\n" }.joined()
        + "not ok \(number) \(name)\n"
    }
  }
}
