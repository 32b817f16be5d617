// SPDX-License-Identifier: MIT

/// A string as a text holds it: the bytes between the quotes, checked but
/// still escaped.
package struct JSONString {
  /// The positions of the bytes between the quotes.
  let range: Range<Int>

  /// Whether any of them is a backslash.
  let hasEscapes: Bool
}
