// SPDX-License-Identifier: MIT

// Searches of lists in ascending order. Nodes and groups have a twin each: of one
// generic function for both, Swift 6.3's optimizer makes an ownership error in
// Embedded Swift.

extension Span where Element == Node {
  /// The position of the node with an id, in a list with ascending ids.
  ///
  /// - Complexity: O(1) when the ids are 0, 1, 2 and so on; O(log *n*)
  ///   otherwise.
  @inlinable @inline(__always)
  func index(forID id: NodeID) -> Int? {
    let guess = Int(id.rawValue)
    if indices.contains(guess), self[guess].id == id { return guess }
    return searchedIndex(forID: id)
  }

  /// The position of the node with an id, in a list whose ids have gaps.
  @inline(never)
  @usableFromInline
  func searchedIndex(forID id: NodeID) -> Int? {
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle].id < id { lower = middle + 1 } else { upper = middle }
    }
    return lower < count && self[lower].id == id ? lower : nil
  }
}

extension Span where Element == MemoryGroup {
  /// The position of the group with an id, in a list with ascending ids.
  ///
  /// - Complexity: O(1) if no lower id is free, O(log *n*) otherwise.
  @inlinable @inline(__always)
  func index(forID id: MemoryGroupID) -> Int? {
    let guess = Int(id.rawValue)
    if indices.contains(guess), self[guess].id == id { return guess }
    return searchedIndex(forID: id)
  }

  /// The position of the group with an id, in a list whose ids have gaps.
  @inline(never)
  @usableFromInline
  func searchedIndex(forID id: MemoryGroupID) -> Int? {
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle].id < id { lower = middle + 1 } else { upper = middle }
    }
    return lower < count && self[lower].id == id ? lower : nil
  }
}
