// SPDX-License-Identifier: MIT

public import Conformance
import SystemPackage
import TextFiles

/// A file that a report is to be written to.
///
/// Creating one checks the name, so that a run needn't end to find out that its
/// report has no format.
public struct ReportFile: Hashable, Sendable {
  /// The file's name.
  public let name: String

  /// The format, told by the extension.
  public let format: ReportFormat

  /// Creates the target of a report.
  ///
  /// - Throws: `ReportFileError.unknownExtension`.
  public init(_ name: String) throws(ReportFileError) {
    self.name = name
    self.format = try ReportFormat(fileName: name)
  }
}

extension ReportFile {
  /// Tries whether the report could be written, so that a run needn't end to
  /// find out that it can't.
  ///
  /// - Throws: `ReportFileError.cannotWrite`.
  public func check() throws(ReportFileError) {
    do throws(Errno) {
      try WholeFile.check(FilePath(name))
    } catch {
      throw .cannotWrite(file: name, reason: error.description)
    }
  }

  /// Writes the report, whole or not at all.
  ///
  /// - Throws: `ReportFileError.cannotWrite`; nothing is left behind then.
  public func write(
    _ report: DifferentialReport, includesTiming: Bool
  ) throws(ReportFileError) {
    let text = format.text(of: report, includesTiming: includesTiming)
    do throws(Errno) {
      try WholeFile.write(text.utf8, to: FilePath(name))
    } catch {
      throw .cannotWrite(file: name, reason: error.description)
    }
  }
}
