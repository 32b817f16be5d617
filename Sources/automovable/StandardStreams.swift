// SPDX-License-Identifier: MIT

import SystemPackage

/// The standard streams besides output, which `print` serves.
enum StandardStreams {
  /// Writes a line to standard error.
  static func error(_ line: String) {
    // There is nowhere left to tell that standard error is closed.
    _ = try? FileDescriptor.standardError.writeAll("automovable: \(line)\n".utf8)
  }
}
