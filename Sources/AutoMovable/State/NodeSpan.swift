// SPDX-License-Identifier: MIT

extension Span where Element == Node {
  /// The position of a node in a list with ascending ids.
  ///
  /// - Complexity: O(1) when the ids are 0, 1, 2 and so on; O(log *n*)
  ///   otherwise.
  @inlinable @inline(__always)
  func index(of id: NodeID) -> Int? {
    let guess = Int(id.rawValue)
    if indices.contains(guess), self[guess].id == id { return guess }
    return search(for: id)
  }

  /// The position of a node in a list whose ids have gaps.
  @inline(never)
  @usableFromInline
  func search(for id: NodeID) -> Int? {
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle].id < id { lower = middle + 1 } else { upper = middle }
    }
    return lower < count && self[lower].id == id ? lower : nil
  }
}
