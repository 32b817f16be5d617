// SPDX-License-Identifier: MIT

/// A string as a text holds it: the bytes between the quotes, checked but
/// still escaped.
public struct JSONString {
  /// The positions of the bytes between the quotes.
  @usableFromInline let range: Range<Int>

  /// Whether any of them is a backslash.
  @usableFromInline let hasEscapes: Bool

  @inlinable
  init(range: Range<Int>, hasEscapes: Bool) {
    self.range = range
    self.hasEscapes = hasEscapes
  }
}
