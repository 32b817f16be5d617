// SPDX-License-Identifier: MIT

/// Input that can't be used: what is wrong and where.
public struct InputError: Error, Sendable, Hashable {
  /// The file's name; `<stdin>` for standard input.
  public let file: String

  /// The line, counted from 1, unless the whole file is meant.
  public let line: Int?

  /// The field, as in `nodes[1].nid`; empty if the whole line is meant.
  public let field: String

  /// What is wrong.
  public let message: String

  /// Creates an error.
  public init(file: String, line: Int? = nil, field: String = "", message: String) {
    self.file = file
    self.line = line
    self.field = field
    self.message = message
  }
}

extension InputError: CustomStringConvertible {
  /// One line: `FILE:LINE: field: what is wrong`.
  public var description: String {
    var text = file.isEmpty ? "''" : file.visible
    if let line { text += ":\(line)" }
    if !field.isEmpty { text += ": " + field.visible }
    return text + ": " + message.visible
  }
}
