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
    PlanTotals(of: machine).changed(by: &-, earlier)
  }

  /// Writes to a block that was plugged before the plan begins change what that memory comes to.
  mutating func noteEarlier(_ before: PlanTotals) {
    earlier = earlier.changed(by: &+, PlanTotals(of: machine).changed(by: &-, before))
  }
}

extension PlanTotals {
  /// Each sum with another's; a difference may wrap on the way.
  fileprivate func changed(
    by change: (UInt64, UInt64) -> UInt64, _ other: PlanTotals
  ) -> PlanTotals {
    PlanTotals(
      movableBytes: change(movableBytes, other.movableBytes),
      kernelBytes: change(kernelBytes, other.kernelBytes),
      offlineBytes: change(offlineBytes, other.offlineBytes))
  }
}
