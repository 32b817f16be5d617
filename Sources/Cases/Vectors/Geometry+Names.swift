// SPDX-License-Identifier: MIT

import AutoMovable

extension Geometry {
  /// What an error calls the geometry: `arm64-64k`, or `this geometry`.
  var words: String { architecture.map { "\($0.name)" } ?? "this geometry" }

  /// What an error says of a size that depends on the geometry: nothing of
  /// x86-64, which is meant unless another one is said.
  var suffix: String { self == .x86_64 ? "" : " on \(words)" }
}
