// SPDX-License-Identifier: MIT

/// Why vectors can't be generated.
struct GenerationError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
