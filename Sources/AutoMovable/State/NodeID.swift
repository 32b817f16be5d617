// SPDX-License-Identifier: MIT

/// The number of a NUMA node. Mirrors the kernel's `nid`.
@frozen
public struct NodeID: RawRepresentable, Hashable, Sendable {
  /// The number, as the kernel's `int`.
  public var rawValue: Int32

  /// Creates a node number; see `isPossible` for those that name a node.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Creates a node number; see `isPossible` for those that name a node.
  @inlinable
  public init(_ rawValue: Int32) { self.rawValue = rawValue }
}

extension NodeID {
  /// The number of nodes that can exist: 1024, Debian's `CONFIG_NODES_SHIFT`
  /// of 10. Mirrors `MAX_NUMNODES`.
  @inlinable public static var maximumCount: Int32 { 1024 }

  /// Whether the number is in `0..<maximumCount`. Mirrors `node_possible` on
  /// a machine where every node is possible.
  @inlinable
  public var isPossible: Bool { rawValue >= 0 && rawValue < Self.maximumCount }
}

extension NodeID: ExpressibleByIntegerLiteral {
  /// Creates a node number from a literal.
  @inlinable
  public init(integerLiteral value: Int32) { self.rawValue = value }
}

extension NodeID: Comparable {
  /// Compares the numbers.
  @inlinable
  public static func < (lhs: NodeID, rhs: NodeID) -> Bool {
    lhs.rawValue < rhs.rawValue
  }
}
