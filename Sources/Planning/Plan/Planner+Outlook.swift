// SPDX-License-Identifier: MIT

import AutoMovable

extension Planner {
  /// What becomes of memory that comes now.
  public var outlook: PlanOutlook {
    // What blocks are onlined as comes first: only `online` leaves it to the policy.
    switch machine.autoOnlineType {
    case .offline:
      guard machine.geometry.architecture?.onlinesDIMMs == true else { return .offline }
    case .onlineKernel: return .kernel
    case .onlineMovable: return .movable
    case .online: break
    }
    let policy = machine.parameters.policy
    guard policy.onlinePolicy == .autoMovable else {
      return .byNeighbours(isElseMovable: policy.isMovableNodeEnabled)
    }
    return .byRatio(rooms)
  }

  private var rooms: [PlanOutlook.Room] {
    var rooms: [PlanOutlook.Room] = []
    for device in devices where device.kind == .virtioMem {
      let bytes = growth(of: device)
      let rest = (device.blocks.upperBound - device.blocks.lowerBound) * blockBytes
      rooms.append(
        PlanOutlook.Room(
          device: device.id, nodeID: device.nodeID, bytes: bytes,
          fittingBytes: min(bytes, rest - min(rest, device.pluggedBytes))))
    }
    for node in machine.state.nodes {
      let bytes = dimmRoom(on: node.id)
      rooms.append(
        PlanOutlook.Room(device: nil, nodeID: node.id, bytes: bytes, fittingBytes: bytes))
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
