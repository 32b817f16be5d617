// SPDX-License-Identifier: MIT

/// Why a run can't go on from a checkpoint, or has none.
public enum CheckpointError: Error, Hashable, Sendable {
  /// The checkpoint is of something else: of what, and what is run.
  case differs(field: String, found: String, expected: String)
  /// It is of this run, but can't be.
  case malformed(String)
  /// It can't be written, with the reason in words.
  case cannotWrite(file: String, reason: String)
}

extension String {
  /// Checks that a field of a checkpoint says what the run says.
  func check(_ field: String, is expected: String) throws(CheckpointError) {
    guard self == expected else {
      throw .differs(field: field, found: self, expected: expected)
    }
  }
}

extension CheckpointError: CustomStringConvertible {
  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .differs(let field, let found, let expected):
      "\(field): \(found), expected \(expected)"
    case .malformed(let reason):
      reason
    case .cannotWrite(let file, let reason):
      "\(file): cannot write the checkpoint: \(reason)"
    }
  }
}
