// SPDX-License-Identifier: MIT

import ArgumentParser

// Wrong usage is 64, which argument-parser's validation errors come with.
extension ExitCode {
  /// Implementations, or a result and what was expected, differ.
  static let difference = ExitCode(1)

  /// Input is malformed or can't be read.
  static let data = ExitCode(65)

  /// The program or its surroundings failed.
  static let internalFailure = ExitCode(70)
}

extension ExitCode {
  /// Ctrl-C ended the run before it had a verdict, as shells report it.
  static let interrupted = ExitCode(130)
}
