// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

extension ReportFile: ExpressibleByArgument {
  init?(argument: String) {
    // The reason is told by `validValues` in the message for a failed option.
    try? self.init(argument)
  }

  static var allValueStrings: [String] {
    ReportFormat.allCases.map { "FILE.\($0.rawValue)" }
  }
}
