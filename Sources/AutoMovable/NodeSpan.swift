// SPDX-License-Identifier: MIT

extension Span where Element == Node {
  /// The position of a node in a list with ascending ids.
  ///
  /// - Complexity: O(1) when the ids are 0, 1, 2 and so on; O(log *n*)
  ///   otherwise.
  @inlinable
  func index(of id: NodeID) -> Int? {
    let guess = Int(id.rawValue)
    if indices.contains(guess), self[guess].id == id { return guess }
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle].id < id { lower = middle + 1 } else { upper = middle }
    }
    return lower < count && self[lower].id == id ? lower : nil
  }
}
