// SPDX-License-Identifier: MIT

public import Conformance

/// A form that reports come in, told by the file name's extension.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// A JSON object of the schema `automovable-report/1`.
  case json
  /// JUnit XML, as continuous integration servers read it.
  case xml
  /// One HTML page that needs nothing else.
  case html
  /// The kernel's test protocol, version 1, as KUnit writes it.
  case ktap
}

extension ReportFormat {
  /// The format for a file name.
  ///
  /// - Throws: `ReportFileError.unknownExtension`.
  public init(fileName: String) throws(ReportFileError) {
    let name = fileName.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    // A name that is nothing but an extension has none.
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex,
      let format = ReportFormat(rawValue: name[name.index(after: dot)...].lowercased())
    else { throw .unknownExtension(file: fileName) }
    self = format
  }

  /// The report as text in this format; it ends with a newline.
  public func text(
    of report: DifferentialReport, includesTiming: Bool
  ) -> String {
    switch self {
    case .json: JSONReport(report, includesTiming: includesTiming).text
    case .xml: JUnitReport(report, includesTiming: includesTiming).text
    case .html: HTMLReport(report, includesTiming: includesTiming).text
    case .ktap: KTAPReport(report, includesTiming: includesTiming).text
    }
  }
}
