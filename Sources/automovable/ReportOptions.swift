// SPDX-License-Identifier: MIT

import ArgumentParser
import Reports

/// Where a comparison's outcome is written besides standard output.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a report; the format is the extension's: json, xml (JUnit), html or ktap. May be repeated.",
      valueName: "file"),
    completion: .file(extensions: ["json", "xml", "html", "ktap"]))
  var report: [ReportFile] = []
}
