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
  @inlinable
  public mutating func account(_ zone: Zone, as type: ZoneType) {
    if type == .movable {
      accountMovable(zone)
    } else {
      accountKernel(zone)
    }
  }

  /// Adds the zones of a node.
  ///
  /// - Complexity: O(1)
  @inlinable @inline(__always)
  public mutating func account(_ node: borrowing Node) {
    // Looked at first where that spares a walk over the zone, by branches that
    // are well predicted: of the nodes of a large machine, one has DMA zones, and
    // none has memory in ZONE_DEVICE.
    if _slowPath(node.zones[0].isPopulated) { accountKernel(node.zones[0]) }
    if _slowPath(node.zones[1].isPopulated) { accountKernel(node.zones[1]) }
    accountKernel(node.zones[2])
    accountMovable(node.zones[3])
    if _slowPath(node.zones[4].isPopulated) { accountKernel(node.zones[4]) }
  }

  /// Adds a kernel zone, unless it is unpopulated.
  @inlinable @inline(__always)
  mutating func accountKernel(_ zone: Zone) {
    // A mask costs less than a jump over two sums.
    let mask: UInt64 = zone.isPopulated ? .max : 0
    // Sums of `unsigned long`: one zone may wrap and the next one heal it.
    kernelEarlyPages &+= (zone.presentEarlyPages &- zone.cmaPages) & mask
    movablePages &+= zone.cmaPages & mask
  }

  /// Adds `ZONE_MOVABLE`, which adds nothing if it is unpopulated.
  @inlinable @inline(__always)
  mutating func accountMovable(_ zone: Zone) {
    // A sum of `unsigned long`.
    movablePages &+= zone.presentPages
  }
}

extension ZoneStatistics {
  /// Creates the statistics of the nodes in a scope.
  ///
  /// A node that isn't listed has no zones.
  ///
  /// - Parameters:
  ///   - nodes: The online nodes, ids ascending.
  ///   - scope: All nodes, or one.
  /// - Complexity: O(*n*) for the whole system, O(log *n*) for a node, where
  ///   *n* is the number of nodes.
  @inlinable @inline(__always)
  public init(of nodes: Span<Node>, in scope: RatioTest.Scope) {
    self.init()
    // One loop for both scopes keeps its sums in registers.
    var counted = nodes
    if case .node(let id) = scope {
      guard let position = nodes.index(forID: id) else { return }
      // No node has the position `Int.max`.
      counted = nodes.extracting(position..<position &+ 1)
    }
    for index in counted.indices { account(counted[index]) }
  }
}
