// SPDX-License-Identifier: MIT

struct HTMLReport {
  let report: DifferentialReport
  let options: ReportOptions

  init(_ report: DifferentialReport, options: ReportOptions) {
    self.report = report
    self.options = options
  }

  var text: String { "" }
}
