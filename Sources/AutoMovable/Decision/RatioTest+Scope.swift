// SPDX-License-Identifier: MIT

extension RatioTest {
  /// What a ratio test sums over: all online nodes, or one.
  @frozen
  public enum Scope: Hashable, Sendable {
    /// Every online node. Mirrors a `nid` of `NUMA_NO_NODE`.
    case system
    /// One node. Mirrors a `nid` of 0 or above.
    case node(NodeID)
  }
}

extension RatioTest.Scope {
  /// Creates a scope from the kernel's `nid`; -1 is the whole system.
  ///
  /// Returns `nil` for other numbers that no node can have.
  @inlinable
  public init?(nid: Int32) {
    switch nid {
    case -1: self = .system
    case let nid where NodeID(nid).isPossible: self = .node(NodeID(nid))
    default: return nil
    }
  }

  /// The kernel's `nid`: -1 for the whole system.
  @inlinable
  public var nid: Int32 {
    switch self {
    case .system: -1
    case .node(let node): node.rawValue
    }
  }
}
