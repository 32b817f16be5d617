// SPDX-License-Identifier: MIT

/// A set of possible node numbers. Mirrors `nodemask_t`.
@frozen
public struct NodeSet: Sendable {
  /// A bit a node, as many words as are needed; `nil` for all nodes.
  // An array, since what holds a set is copied more often than the set changes.
  @usableFromInline
  var words: [UInt64]?

  /// Creates an empty set.
  @inlinable
  public init() { words = [] }

  @inlinable
  init(words: [UInt64]?) { self.words = words }

  /// Creates a set of nodes; those that aren't possible are left out.
  @inlinable
  public init(_ nodes: some Sequence<NodeID>) {
    self.init()
    for node in nodes { insert(node) }
  }

  /// The set of all numbers in `0..<NodeID.maximumCount`.
  @inlinable
  public static var all: NodeSet { NodeSet(words: nil) }

  /// Adds a node; one that is not possible is left out.
  public mutating func insert(_ node: NodeID) {
    guard node.isPossible, var words else { return }
    let word = Int(node.rawValue) / 64
    while words.count <= word { words.append(0) }
    words[word] |= 1 &<< UInt64(node.rawValue % 64)
    self.words = words
  }

  /// Whether the set has a node. Mirrors `node_possible`, and is false where
  /// that would read outside the map.
  @inlinable @inline(__always)
  public func contains(_ node: NodeID) -> Bool {
    guard node.isPossible else { return false }
    guard let words else { return true }
    let word = Int(node.rawValue) / 64
    return word < words.count && words[word] >> UInt64(node.rawValue % 64) & 1 != 0
  }
}

extension NodeSet: Hashable {
  /// Compares which nodes are in the sets.
  public static func == (lhs: NodeSet, rhs: NodeSet) -> Bool {
    // The full set may be one of each node, too.
    (0..<NodeID.maximumCount / 64).allSatisfy { lhs.word($0) == rhs.word($0) }
  }

  /// Hashes which nodes are in the set.
  public func hash(into hasher: inout Hasher) {
    for index in 0..<NodeID.maximumCount / 64 { hasher.combine(word(index)) }
  }

  private func word(_ index: Int32) -> UInt64 {
    guard let words else { return .max }
    return Int(index) < words.count ? words[Int(index)] : 0
  }
}
