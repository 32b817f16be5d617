// SPDX-License-Identifier: MIT

// Each settles the zone and says why: the ends of `zone_for_pfn_range` and
// `auto_movable_zone_for_pfn`. Inlined, so that the record is made where it is
// returned.
extension OnlineDecision {
  /// Settles for `ZONE_MOVABLE`.
  @inline(__always)
  mutating func settle(onMovable reason: Reason) {
    zone = .movable
    self.reason = reason
  }

  /// Settles for the kernel zone that a range lies in.
  @inline(__always)
  mutating func settle(
    onKernel reason: Reason, for range: PageRange, _ nodes: Span<Node>
  ) {
    zone = nodes.kernelZone(for: range, nodeID: nodeID)
    self.reason = reason
    lookup = range
  }
}
