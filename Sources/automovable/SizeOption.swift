// SPDX-License-Identifier: MIT

import ArgumentParser
import Scenarios

/// A size as an option of `plan` has it.
struct SizeOption {
  /// What was given.
  let text: String
  /// The size.
  let size: ByteCount

  /// Reads an option's value.
  init(_ text: String) throws {
    self.text = text
    size = try ByteCount(option: text)
  }
}
