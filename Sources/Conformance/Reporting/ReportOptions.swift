// SPDX-License-Identifier: MIT

/// What goes into a report besides the run's outcome.
public struct ReportOptions: Sendable {
  /// Whether durations, rates and the number of threads are told; without
  /// them, runs with the same outcome have the same reports, byte for byte.
  public var includesTiming: Bool

  /// Writes a vector as one line of the vectors' file format, without the
  /// newline.
  public var vectorLine: @Sendable (DecisionVector) -> String

  /// Creates options.
  public init(
    includesTiming: Bool,
    vectorLine: @escaping @Sendable (DecisionVector) -> String
  ) {
    self.includesTiming = includesTiming
    self.vectorLine = vectorLine
  }
}
