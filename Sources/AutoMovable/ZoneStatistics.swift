// SPDX-License-Identifier: MIT

/// What the zones of a scope add up to, in pages. Mirrors
/// `struct auto_movable_stats`.
@frozen
public struct ZoneStatistics: Hashable, Sendable {
  /// Boot memory in kernel zones, less contiguous-allocation memory.
  ///
  /// A sum modulo 2^64. Mirrors `kernel_early_pages`.
  public var kernelEarlyPages: UInt64

  /// Memory in `ZONE_MOVABLE` and contiguous-allocation memory elsewhere.
  ///
  /// A sum modulo 2^64. Mirrors `movable_pages`.
  public var movablePages: UInt64

  /// Creates the statistics of no zones.
  @inlinable
  public init() {
    self.kernelEarlyPages = 0
    self.movablePages = 0
  }
}

extension ZoneStatistics {
  /// Adds a zone of the given type, unless it is unpopulated.
  ///
  /// Every type but `.movable` counts as a kernel zone, `.device` too. Mirrors
  /// `auto_movable_stats_account_zone` under `for_each_populated_zone`.
  ///
  /// - Complexity: O(1)
  @inlinable @inline(__always)
  public mutating func account(_ zone: Zone, as type: ZoneType) {
    // A hint, so that a branch stays a branch: it is well predicted, and most
    // machines have few populated zones.
    guard _fastPath(zone.isPopulated) else { return }
    // Sums of `unsigned long`: one zone may wrap and the next one heal it.
    if type == .movable {
      movablePages &+= zone.presentPages
    } else {
      kernelEarlyPages &+= zone.presentEarlyPages &- zone.cmaPages
      movablePages &+= zone.cmaPages
    }
  }

  /// Adds the zones of a node.
  ///
  /// - Complexity: O(1)
  @inlinable @inline(__always)
  public mutating func account(_ node: borrowing Node) {
    account(node.zones[0], as: .dma)
    account(node.zones[1], as: .dma32)
    account(node.zones[2], as: .normal)
    account(node.zones[3], as: .movable)
    account(node.zones[4], as: .device)
  }
}

extension ZoneStatistics {
  /// Creates the statistics of the nodes in a scope.
  ///
  /// A node that isn't listed has no zones.
  ///
  /// - Parameter nodes: The online nodes, ids ascending.
  /// - Complexity: O(*n*) for the whole system, O(log *n*) for a node, where
  ///   *n* is the number of nodes.
  @inlinable @inline(__always)
  public init(of nodes: Span<Node>, in scope: Scope) {
    self.init()
    // One loop for both scopes keeps its sums in registers.
    var index = 0
    var end = nodes.count
    if case .node(let id) = scope {
      guard let position = nodes.index(of: id) else { return }
      index = position
      end = position + 1
    }
    while index < end {
      account(nodes[index])
      index += 1
    }
  }
}
