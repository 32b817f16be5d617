// SPDX-License-Identifier: MIT

/// A set of possible node numbers. Mirrors `nodemask_t`.
@frozen
public struct NodeSet: Sendable {
  @usableFromInline
  var words: [16 of UInt64]

  /// Creates an empty set.
  @inlinable
  public init() { words = .init(repeating: 0) }

  /// The set of all numbers in `0..<NodeID.maximumCount`.
  @inlinable
  public static var all: NodeSet {
    var set = NodeSet()
    set.words = .init(repeating: .max)
    return set
  }

  /// Adds a node; one that is not possible is left out.
  @inlinable
  public mutating func insert(_ node: NodeID) {
    guard node.isPossible else { return }
    words[Int(node.rawValue) / 64] |= 1 &<< UInt64(node.rawValue % 64)
  }

  /// Whether the set has a node. Mirrors `node_possible`, and is false where
  /// that would read outside the map.
  @inlinable
  public func contains(_ node: NodeID) -> Bool {
    guard node.isPossible else { return false }
    return words[Int(node.rawValue) / 64] >> UInt64(node.rawValue % 64) & 1 != 0
  }
}
