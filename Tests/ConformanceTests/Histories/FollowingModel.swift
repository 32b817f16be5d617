// SPDX-License-Identifier: MIT

import AutoMovable

/// Running totals that follow a machine by events alone.
struct FollowingModel {
  private(set) var model: MemoryModel

  init(_ machine: HotplugMachine) throws {
    model = try MemoryModel(machine.state, policy: machine.parameters.policy)
  }

  /// Applies the events that lead to what the machine is now, as a kernel's
  /// hooks would report them.
  mutating func follow(_ machine: HotplugMachine) throws {
    model.policy = machine.parameters.policy
    let state = machine.state
    let nodeIDs = model.state.nodes.map(\.id)
    for node in state.nodes where !nodeIDs.contains(node.id) {
      try model.addNode(Node(id: node.id))
    }
    try followGroups(state.groups)
    for node in state.nodes {
      for type in ZoneType.allCases {
        try model.setZone(type, nodeID: node.id, to: node[type])
      }
    }
    if model.state.sections != state.sections {
      for run in model.state.sections {
        model.offlineSections(run.firstSection..<run.endSection)
      }
      for run in state.sections { try model.onlineSections(run) }
    }
    for id in nodeIDs where !state.nodes.contains(where: { $0.id == id }) {
      try model.removeNode(id)
    }
  }

  private mutating func followGroups(_ groups: MemoryGroupRegistry) throws {
    for group in model.state.groups.groups where groups[group.id]?.kind != group.kind {
      try model.unregisterGroup(group.id)
    }
    for group in groups.groups {
      if model.state.groups[group.id] == nil {
        _ = try model.registerGroup(group.kind, nodeID: group.nodeID)
      }
      guard let before = model.state.groups[group.id] else { continue }
      try model.adjustBlockCount(
        of: group.id,
        by: Int32(bitPattern: group.blockCount &- before.blockCount))
      // The zones get these too, and are set right afterwards.
      for (zone, change) in [
        (ZoneType.movable, group.presentMovablePages &- before.presentMovablePages),
        (ZoneType.normal, group.presentKernelPages &- before.presentKernelPages),
      ] where change != 0 {
        try model.adjustPresentPages(
          by: Int64(bitPattern: change), in: zone, nodeID: group.nodeID,
          groupID: group.id)
      }
    }
  }
}
