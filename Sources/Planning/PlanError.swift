// SPDX-License-Identifier: MIT

/// Why nothing can be planned: what is wrong, and with what.
public struct PlanError: Error, Hashable, Sendable {
  /// What it is about: a field of the scenario or an option; empty for the whole.
  public let subject: String

  /// What is wrong, or what was expected.
  public let message: String

  /// Creates an error.
  public init(_ subject: String = "", _ message: String) {
    self.subject = subject
    self.message = message
  }
}

extension PlanError: CustomStringConvertible {
  /// The subject and the message in one line.
  public var description: String { subject.isEmpty ? message : "\(subject): \(message)" }
}
