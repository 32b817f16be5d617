// SPDX-License-Identifier: MIT

import AutoMovable

/// What hotplugged memory comes to, in bytes.
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

extension PlanTotals {
  /// What hotplugged memory of a machine comes to.
  ///
  /// - Complexity: O(*n*), where *n* is the number of nodes.
  init(of machine: borrowing HotplugMachine) {
    var (movable, kernel): (UInt64, UInt64) = (0, 0)
    for node in machine.state.nodes {
      for type in ZoneType.allCases {
        // What isn't early came later.
        let pages = node[type].presentPages &- node[type].presentEarlyPages
        if type == .movable { movable &+= pages } else { kernel &+= pages }
      }
    }
    let added = machine.addedBlockCount * machine.blockPages
    self.init(
      movableBytes: movable &* machine.geometry.pageSize,
      kernelBytes: kernel &* machine.geometry.pageSize,
      offlineBytes: (added &- movable &- kernel) &* machine.geometry.pageSize)
  }
}

extension Planner {
  /// What memory that the plan has plugged comes to now.
  ///
  /// - Complexity: O(*n*), where *n* is the number of nodes.
  public var totals: PlanTotals {
    let all = PlanTotals(of: machine)
    // A step may have changed what was plugged before.
    return PlanTotals(
      movableBytes: all.movableBytes - min(all.movableBytes, earlier.movableBytes),
      kernelBytes: all.kernelBytes - min(all.kernelBytes, earlier.kernelBytes),
      offlineBytes: all.offlineBytes - min(all.offlineBytes, earlier.offlineBytes))
  }
}
