// SPDX-License-Identifier: MIT

public import Conformance
public import SystemPackage
public import TextFiles

extension DifferentialReport {
  /// Reads a report that was written as JSON; `-` is standard input.
  ///
  /// The implementations that it tells of can't be asked again.
  ///
  /// - Throws: What is wrong, with its line and field; also figures that don't
  ///   add up.
  public init(json path: FilePath) throws(InputError) {
    self = try JSONDocument(path: path).decode { reader throws(JSONError) in
      try ReportDecoder().decode(&reader)
    }
  }
}
