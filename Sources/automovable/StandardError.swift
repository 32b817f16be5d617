// SPDX-License-Identifier: MIT

import SystemPackage
import TextFiles

/// Where messages go that aren't results.
enum StandardError {
  /// Prints a line, or several. That it can't be printed can't be told anywhere.
  ///
  /// Names and words in it come from files and other programs, so what would act on
  /// a terminal is written out.
  static func print(_ line: String) {
    let text = line.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).visible + "\n" }.joined()
    write(text)
  }

  /// Writes text of ours as it is. That it can't be written can't be told anywhere.
  static func write(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll(text.utf8)
  }
}
