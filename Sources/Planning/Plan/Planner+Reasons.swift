// SPDX-License-Identifier: MIT

public import AutoMovable

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

// MARK: What more there is room for

extension Planner {
  /// How much more can come before the first kernel block.
  public struct Room: Hashable, Sendable {
    /// What it is for: a virtio-mem device, or `nil` for another DIMM.
    public let device: String?
    /// The node of the memory.
    public let nodeID: NodeID
    /// How much, in bytes: whole units of the device, or whole memory blocks.
    public let bytes: UInt64
  }

  /// How much more could be movable: of each virtio-mem device, and as a DIMM on each
  /// node that has memory.
  public var rooms: [Room] {
    guard machine.parameters.policy.onlinePolicy == .autoMovable else { return [] }
    var rooms: [Room] = []
    for device in devices where device.kind == .virtioMem {
      rooms.append(
        Room(device: device.id, nodeID: device.nodeID, bytes: growth(of: device)))
    }
    for node in machine.state.nodes {
      rooms.append(Room(device: nil, nodeID: node.id, bytes: dimmRoom(on: node.id)))
    }
    return rooms
  }

  private func growth(of device: PlannedDevice) -> UInt64 {
    guard let unit = device.unitPages else { return 0 }
    // Far from all memory, so that no neighbour has a say.
    let block = MemoryBlock(
      id: MemoryBlockID((1 << 39) / machine.blockPages), nodeID: device.nodeID,
      groupID: device.groupID)
    guard let decision = try? machine.onlineDecision(for: block), decision.zone == .movable,
      let slack = [decision.systemTest, decision.nodeTest].compactMap({ $0?.slack }).min()
    else { return 0 }
    return bytes((slack / unit + 1).multipliedReportingOverflow(by: unit).partialValue)
  }

  private func dimmRoom(on nodeID: NodeID) -> UInt64 {
    let policy = machine.parameters.policy
    guard policy.autoMovableRatio != 0 else { return 0 }
    let scopes: [RatioTest.Scope] =
      policy.isAutoMovableNUMAAware ? [.system, .node(nodeID)] : [.system]
    let slack =
      scopes.map {
        (try? machine.state.ratioTest(adding: 0, in: $0, policy: policy))?.slack ?? 0
      }.min()
    return bytes((slack ?? 0) / machine.blockPages * machine.blockPages)
  }

  private func bytes(_ pages: UInt64) -> UInt64 {
    min(pages, machine.geometry.pageCount) * machine.geometry.pageSize
  }
}

extension RatioTest {
  /// How far below the limit the movable memory is; `nil` if it is refused.
  fileprivate var slack: UInt64? {
    guard case .compared(_, let movablePages, let limit) = outcome, movablePages <= limit
    else { return nil }
    return limit - movablePages
  }
}
