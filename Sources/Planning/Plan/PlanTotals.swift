// SPDX-License-Identifier: MIT

import AutoMovable

/// What all hotplugged memory comes to, in bytes.
public struct PlanTotals: Hashable, Sendable {
  /// What is in `ZONE_MOVABLE`.
  public let movableBytes: UInt64
  /// What is in kernel zones.
  public let kernelBytes: UInt64
  /// What is offline.
  public let offlineBytes: UInt64

  /// All of it.
  public var hotpluggedBytes: UInt64 { movableBytes + kernelBytes + offlineBytes }
}

extension Planner {
  /// What hotplugged memory comes to now.
  ///
  /// - Complexity: O(*n*), where *n* is the number of nodes.
  public var totals: PlanTotals {
    var (movable, kernel): (UInt64, UInt64) = (0, 0)
    for node in machine.state.nodes {
      for type in ZoneType.allCases {
        // What isn't early came later.
        let pages = node[type].presentPages &- node[type].presentEarlyPages
        if type == .movable { movable &+= pages } else { kernel &+= pages }
      }
    }
    let added = machine.addedBlockCount * machine.blockPages
    return PlanTotals(
      movableBytes: movable &* machine.geometry.pageSize,
      kernelBytes: kernel &* machine.geometry.pageSize,
      offlineBytes: (added &- movable &- kernel) &* machine.geometry.pageSize)
  }
}
