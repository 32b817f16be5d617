// SPDX-License-Identifier: MIT

import Conformance

extension Implementation {
  /// The implementation with a name on the command line, or `nil`.
  static func named(_ name: String) -> Implementation? {
    switch name {
    case "swift": .swift
    case "c": .c
    default: nil
    }
  }
}
