// SPDX-License-Identifier: MIT

import AutoMovable

extension Planner {
  /// The decision that put the first kernel block there, found by planning once more up
  /// to it.
  ///
  /// - Returns: The decision, or `nil` if no block is in a kernel zone.
  public func firstKernelDecision() throws(PlanError) -> TimedDecision? {
    guard let firstKernelBlock else { return nil }
    var planner = try Planner(scenario, boot: boot, watching: firstKernelBlock)
    while planner.watchedDecision == nil, try planner.next() != nil {}
    let policy = planner.machine.parameters.policy
    return planner.watchedDecision.map { TimedDecision(decision: $0, policy: policy) }
  }

  /// Why a decision ended in a kernel zone, in a sentence without its stop.
  public func reason(_ timed: TimedDecision) -> String {
    let decision = timed.decision
    let ratio = timed.policy.autoMovableRatio
    switch decision.reason {
    case .ratioIsZero: return "auto_movable_ratio is 0"
    case .kernelRequested: return "a kernel zone was asked for"
    case .movableRequested, .allowed: return "the ratio allows it to be movable"
    case .contiguousZones:
      return "online_policy is contig-zones, which looks at neither ratio nor devices"
    case .groupHasKernelPages: return "its device has kernel memory already"
    case .unitHasKernelSection: return "its unit has kernel memory already"
    case .refusedBySystem: return reason(decision.systemTest, "", ratio)
    case .refusedByNode: return reason(decision.nodeTest, " of node \(decision.nodeID)", ratio)
    }
  }

  private func reason(_ test: RatioTest?, _ scope: String, _ ratio: UInt32) -> String {
    guard let test else { return "the ratio does not allow it" }
    switch test.outcome {
    case .refusedByRequirement where test.zones.kernelEarlyPages == 0:
      return scope.isEmpty
        ? "there is no boot memory in kernel zones"
        : "the ratio must hold on each node, and there is no boot memory\(scope)"
    case .refusedByRequirement:
      return "other devices need all \(size(test.zones.kernelEarlyPages)) of boot memory\(scope)"
    case .compared(let kernelPages, let movablePages, let limit):
      return "\(size(movablePages)) would be movable, and \(ratio) % of the "
        + "\(size(kernelPages)) of kernel memory\(scope) are \(size(limit))"
    }
  }
}
