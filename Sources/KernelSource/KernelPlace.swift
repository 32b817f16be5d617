// SPDX-License-Identifier: MIT

import TextFiles

/// A place in a tree.
struct KernelPlace: Hashable, Sendable, CustomStringConvertible {
  let file: String
  let line: Int

  var description: String { "\(file.visible):\(line)" }
}
