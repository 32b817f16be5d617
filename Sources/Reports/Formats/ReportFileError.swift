// SPDX-License-Identifier: MIT

import TextFiles

/// Why a report can't be written.
public enum ReportFileError: Error, Hashable, Sendable {
  /// The file's name doesn't tell a format; a mistake in usage.
  case unknownExtension(file: String)
  /// The system refused, with its reason in words.
  case cannotWrite(file: String, reason: String)
}

extension ReportFileError: CustomStringConvertible {
  /// One line: what, where, and what was expected.
  public var description: String {
    switch self {
    case .unknownExtension(let file):
      let names = ReportFormat.allCases.map { ".\($0.rawValue)" }
      let list = names.dropLast().joined(separator: ", ") + " or " + names.last!
      return "\(file.visible): unknown report format: expected a name ending in \(list)"
    case .cannotWrite(let file, let reason):
      return "\(file.visible): cannot write the report: \(reason)"
    }
  }
}
