// SPDX-License-Identifier: MIT

import Conformance

/// A report as JUnit XML.
///
/// Each source is a test case, skipped as far as it wasn't run to its end, and
/// so is each strategy, failed if a case of it diverged.
struct JUnitReport {
  let report: DifferentialReport
  let includesTiming: Bool

  init(_ report: DifferentialReport, includesTiming: Bool) {
    self.report = report
    self.includesTiming = includesTiming
  }

  var text: String {
    let suites = TestOutline(report).suites
    let all = suites.flatMap(\.tests)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"automovable diff\"\(attributes(all))>\n"
    for (name, tests) in suites { text += suite(name, tests) }
    return text + "</testsuites>\n"
  }

  private func suite(_ name: String, _ tests: [TestOutline.Test]) -> String {
    var text = "  <testsuite name=\"\(name)\"\(attributes(tests, hasSkipped: true))>\n"
    text += "    <properties>\n"
    for (name, value) in properties {
      text += "      <property name=\"\(name)\" value=\"\(value.markup)\"/>\n"
    }
    text += "    </properties>\n"
    for test in tests { text += testCase(test, of: name) }
    if name == "strategies" {
      let summary = RunSummary(report, includesTiming: includesTiming)
      text += "    <system-out>\(summary.text().markup)</system-out>\n"
    }
    return text + "  </testsuite>\n"
  }

  private func testCase(_ test: TestOutline.Test, of suite: String) -> String {
    let head =
      "    <testcase classname=\"automovable.diff.\(suite)\""
      + " name=\"\(test.name.markup)\" time=\"0.000\""
    switch test.outcome {
    case .passed:
      return head + "/>\n"
    case .skipped(let reason):
      return head + ">\n      <skipped message=\"\(reason.markup)\"/>\n    </testcase>\n"
    case .failed(let message, let details):
      return head + ">\n      <failure message=\"\(message.markup)\" type=\"divergence\">"
        + details.markup + "</failure>\n    </testcase>\n"
    }
  }

  /// The counts; the time is the whole run's, for single cases have none.
  private func attributes(_ tests: [TestOutline.Test], hasSkipped: Bool = false) -> String {
    let failures = tests.count { $0.outcome.isFailed }
    let skipped = tests.count { $0.outcome.isSkipped }
    let time = includesTiming ? report.elapsed.secondsText : "0.000"
    return " tests=\"\(tests.count)\" failures=\"\(failures)\" errors=\"0\""
      + (hasSkipped ? " skipped=\"\(skipped)\"" : "") + " time=\"\(time)\""
  }

  private var properties: [(String, String)] {
    var properties = [
      ("subject", "\(report.subject.name) (\(report.subject.origin))"),
      ("reference", "\(report.reference.name) (\(report.reference.origin))"),
      ("seed", "\(report.seed)"),
      ("shard", "\(report.shard)"),
      ("cases", "\(report.cases)"),
      ("checksum", report.checksum.hexadecimal),
      ("verdict", report.verdict.rawValue),
    ]
    if includesTiming { properties.append(("jobs", "\(report.jobs)")) }
    return properties
  }
}
