// SPDX-License-Identifier: MIT

import SystemPackage

/// Where messages go that aren't results.
enum StandardError {
  /// Prints a line. That it can't be printed can't be told anywhere.
  static func print(_ line: String) {
    _ = try? FileDescriptor.standardError.writeAll((line + "\n").utf8)
  }
}
