// SPDX-License-Identifier: MIT

/// The first position in `0..<count` for which `isBefore` is false, or `count` if it is
/// true for all: a binary search.
///
/// - Parameters:
///   - count: The number of positions.
///   - isBefore: Whether a position is before the one looked for.
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
