// SPDX-License-Identifier: MIT

/// Why a shared library is no oracle.
public enum LibraryError: Error, Hashable, Sendable {
  /// The system can't load it, or can't run the process that would.
  case cannotLoad(path: String, reason: String)

  /// It lacks one of the interface's functions.
  case missingSymbol(path: String, name: String)

  /// It was compiled for another version of the interface.
  case abiMismatch(path: String, found: UInt32, expected: ClosedRange<UInt32>)

  /// It makes no oracle.
  case noOracle(path: String)

  /// The process that was to run it says so, in one line.
  case refused(String)
}

extension LibraryError: CustomStringConvertible {
  /// One line: the library and what is wrong with it.
  public var description: String {
    switch self {
    case .cannotLoad(let path, let reason):
      "\(path): cannot be loaded: \(reason)"
    case .missingSymbol(let path, let name):
      "\(path): no function \(name); expected the functions of automovable_oracle.h"
    case .abiMismatch(let path, let found, let expected):
      "\(path): interface version \(found), expected \(expected.lowerBound) or \(expected.upperBound)"
    case .noOracle(let path):
      "\(path): automovable_oracle_create() failed"
    case .refused(let line):
      line
    }
  }
}
