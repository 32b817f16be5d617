// SPDX-License-Identifier: MIT

/// All that ratio tests of a scope need, summed up beforehand.
///
/// Sums of `unsigned long` wrap and don't depend on the order, so a part that
/// was added can be taken out again, whatever came in between.
struct RatioSums: Sendable {
  /// What the zones add up to.
  private(set) var zones = ZoneStatistics()

  /// What the dynamic groups add up to, none left out.
  private(set) var groups = GroupStatistics()

  mutating func add(_ part: ZoneStatistics) {
    zones.kernelEarlyPages &+= part.kernelEarlyPages
    zones.movablePages &+= part.movablePages
  }

  mutating func remove(_ part: ZoneStatistics) {
    zones.kernelEarlyPages &-= part.kernelEarlyPages
    zones.movablePages &-= part.movablePages
  }

  mutating func add(_ part: GroupStatistics) {
    groups.movablePages &+= part.movablePages
    groups.requiredKernelEarlyPages &+= part.requiredKernelEarlyPages
  }

  mutating func remove(_ part: GroupStatistics) {
    groups.movablePages &-= part.movablePages
    groups.requiredKernelEarlyPages &-= part.requiredKernelEarlyPages
  }

  /// Forgets the groups.
  mutating func removeGroups() { groups = GroupStatistics() }
}
