// SPDX-License-Identifier: MIT

/// Why a capture can't be read: where, and what was expected there.
public struct CaptureError: Error, Hashable, Sendable {
  /// The file as it was named.
  public let file: String

  /// The line, from 1; `nil` if the file as a whole is wrong.
  public let line: Int?

  /// The field, as in `decisions[2].group.id`; `nil` if none is to blame.
  public let field: String?

  /// What is wrong and what was expected.
  public let problem: String

  /// Creates an error.
  public init(file: String, line: Int? = nil, field: String? = nil, problem: String) {
    self.file = file
    self.line = line
    self.field = field
    self.problem = problem
  }
}

extension CaptureError: CustomStringConvertible {
  /// `FILE:LINE: field: what is wrong`, always one line.
  public var description: String {
    var text = file
    if let line { text += ":\(line)" }
    if let field { text += ": \(field)" }
    return text + ": \(problem)"
  }
}
