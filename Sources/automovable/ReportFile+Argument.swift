// SPDX-License-Identifier: MIT

public import ArgumentParser
public import Reports

extension ReportFile: ExpressibleByArgument {
  public init?(argument: String) {
    // The reason is told by `validValues` in the message for a failed option.
    try? self.init(argument)
  }

  public static var allValueStrings: [String] {
    ReportFormat.allCases.map { "FILE.\($0.rawValue)" }
  }
}
