// SPDX-License-Identifier: MIT

extension OnlineDecision {
  /// A decision for the kernel zone that a range lies in.
  @inline(__always)
  static func kernel(
    _ reason: Reason, _ lookup: PageRange, _ nodeID: NodeID,
    _ nodes: Span<Node>
  ) -> OnlineDecision {
    OnlineDecision(
      zone: nodes.kernelZone(for: lookup, nodeID: nodeID), nodeID: nodeID,
      reason: reason, lookup: lookup)
  }

  /// The decision that follows from the ratio tests.
  ///
  /// The last part of `auto_movable_zone_for_pfn`.
  ///
  /// - Parameters:
  ///   - nodeTest: The node's test; it needn't have been made.
  ///   - lookup: The range by which a kernel zone is looked up; its pages are
  ///     what the tests have added.
  @inline(__always)
  init(
    systemTest: RatioTest, nodeTest: RatioTest, lookup: PageRange,
    onlineMovablePages: UInt64, nodeID: NodeID, nodes: Span<Node>
  ) {
    let reason: Reason =
      if !systemTest.isAllowed {
        .refusedBySystem
      } else if nodeTest.isMade, !nodeTest.isAllowed {
        .refusedByNode
      } else {
        .allowed
      }
    self.init(
      zone: reason == .allowed
        ? .movable : nodes.kernelZone(for: lookup, nodeID: nodeID),
      nodeID: nodeID, reason: reason, lookup: lookup,
      onlineMovablePages: onlineMovablePages, testedPages: lookup.pageCount,
      systemTest: systemTest, nodeTest: nodeTest)
  }
}
