// SPDX-License-Identifier: MIT

// The twin of what nodes have: of one generic function for both, Swift 6.3's
// optimizer makes an ownership error in Embedded Swift.
extension Span where Element == MemoryGroup {
  /// The position of a group in a list with ascending ids.
  ///
  /// - Complexity: O(1) if no lower id is free, O(log *n*) otherwise.
  @inlinable @inline(__always)
  func index(of id: MemoryGroupID) -> Int? {
    let guess = Int(id.rawValue)
    if indices.contains(guess), self[guess].id == id { return guess }
    return search(for: id)
  }

  /// The position of a group in a list whose ids have gaps.
  @inline(never)
  @usableFromInline
  func search(for id: MemoryGroupID) -> Int? {
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle].id < id { lower = middle + 1 } else { upper = middle }
    }
    return lower < count && self[lower].id == id ? lower : nil
  }
}
