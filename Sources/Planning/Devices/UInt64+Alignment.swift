// SPDX-License-Identifier: MIT

extension UInt64 {
  /// The smallest multiple of an alignment that isn't less; both are far below 2^63.
  /// Mirrors `ALIGN`.
  func roundedUp(to alignment: UInt64) -> UInt64 {
    (self + alignment - 1) / alignment * alignment
  }
}
