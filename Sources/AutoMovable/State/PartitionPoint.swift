// SPDX-License-Identifier: MIT

/// The first of the positions `0..<count` that doesn't belong to those before it, or
/// `count`: a binary search.
///
/// - Parameters:
///   - count: The number of positions.
///   - isBefore: Whether a position is before the one looked for; true up to that one,
///     false from it on.
/// - Complexity: O(log *n*), where *n* is `count`.
@inlinable @inline(__always)
package func partitionPoint(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
  var (lower, upper) = (0, count)
  while lower < upper {
    let middle = (lower + upper) / 2
    if isBefore(middle) { lower = middle + 1 } else { upper = middle }
  }
  return lower
}
