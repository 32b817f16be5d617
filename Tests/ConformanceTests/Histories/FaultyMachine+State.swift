// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import Cases
@testable import Conformance

// What decisions see.
extension FaultyMachine {
  /// Keeps from an operation's decisions what they are to look at.
  mutating func hide(from operation: TraceOperation) {
    guard operation.makesDecisions else { return }
    switch fault {
    case .nodeTestDropped:
      core.machine.parameters.policy.isAutoMovableNUMAAware = false
    case .dynamicMarkLost:
      // Groups without pages are as good as not walked.
      let target = targetGroup(of: operation)
      for group in core.machine.model.state.groups.groups
      where group.isDynamic && group.id != target {
        core.machine.model.state.groups.update(group.id) {
          $0.presentKernelPages = 0
          $0.presentMovablePages = 0
        }
      }
    case .unitTakenForBlock:
      let groups = core.machine.model.state.groups.groups
      for index in groups.indices where groups[index].isDynamic {
        let group = groups[index]
        core.machine.model.state.groups.groups[index] = MemoryGroup(
          id: group.id, nodeID: group.nodeID,
          kind: .dynamic(unitPages: core.machine.blockPages),
          presentKernelPages: group.presentKernelPages,
          presentMovablePages: group.presentMovablePages, blockCount: group.blockCount)
      }
    default: break
    }
  }

  /// Puts back what was hidden, as far as the operation left it alone.
  mutating func restore(from before: HotplugMachine, after operation: TraceOperation) {
    guard operation.makesDecisions else { return }
    switch fault {
    case .nodeTestDropped:
      core.machine.parameters.policy.isAutoMovableNUMAAware =
        before.parameters.policy.isAutoMovableNUMAAware
    case .dynamicMarkLost:
      for group in before.state.groups.groups {
        core.machine.model.state.groups.update(group.id) {
          guard $0.presentKernelPages == 0, $0.presentMovablePages == 0 else { return }
          $0.presentKernelPages = group.presentKernelPages
          $0.presentMovablePages = group.presentMovablePages
        }
      }
    case .unitTakenForBlock:
      for index in core.machine.model.state.groups.groups.indices {
        let group = core.machine.model.state.groups.groups[index]
        guard let old = before.state.groups[group.id] else { continue }
        core.machine.model.state.groups.groups[index] = MemoryGroup(
          id: group.id, nodeID: group.nodeID, kind: old.kind,
          presentKernelPages: group.presentKernelPages,
          presentMovablePages: group.presentMovablePages, blockCount: group.blockCount)
      }
    default: break
    }
  }

  private func targetGroup(of operation: TraceOperation) -> MemoryGroupID? {
    switch operation {
    case .addMemory(_, .group(let id), _, _): id
    case .writeState(let id, _), .writeOnline(let id, _), .readValidZones(let id):
      core.machine.block(id)?.groupID
    default: nil
    }
  }
}

extension TraceOperation {
  /// Whether zones are picked for blocks of one group at most.
  fileprivate var makesDecisions: Bool {
    switch self {
    case .addMemory, .writeState, .writeOnline, .readValidZones: true
    default: false
    }
  }
}
