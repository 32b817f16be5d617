// SPDX-License-Identifier: MIT

/// Why a command line can't be read.
struct CommandLineError: Error {
  /// The option that is wrong; empty if it is the line.
  let option: String
  /// What was expected, and what is there.
  let message: String
}
