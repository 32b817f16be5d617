// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Planning
import Scenarios

extension Plan {
  /// What was done to the machine, if that was recorded.
  var trace: Trace {
    let boot = planner.boot
    let machine = TraceMachine(
      parameters: boot.bootParameters(of: planner.scenario),
      blockSizeBytes: boot.blockPages * boot.geometry.pageSize, nodes: boot.nodes,
      memory: boot.memory, autoOnlineType: boot.bootOnlineType(of: planner.scenario),
      kernel: boot.kernel, geometry: boot.geometry)
    return Trace(
      machine: machine, steps: planner.operations.map { TraceStep(TraceOperation($0)) },
      note: "planned: \(planner.scenario.name)")
  }
}

extension TraceOperation {
  /// The operation that a plan has done.
  fileprivate init(_ operation: PlanOperation) {
    self =
      switch operation {
      case .registerGroup(let kind, let nodeID): .registerGroup(kind, nodeID)
      case .unregisterGroup(let id): .unregisterGroup(id)
      case .addMemory(let range, let target, let usesMemmapOnMemory):
        .addMemory(range, target, usesMemmapOnMemory: usesMemmapOnMemory)
      case .offlineAndRemoveMemory(let range): .offlineAndRemoveMemory(range)
      case .writeState(let id, let text): .writeState(id, TraceText(text))
      case .writeOnline(let id, let text): .writeOnline(id, TraceText(text))
      case .writeParameter(let parameter, let text):
        .writeParameter(.module(parameter), TraceText(text))
      case .writeAutoOnlineBlocks(let text):
        .writeParameter(.autoOnlineBlocks, TraceText(text))
      }
  }
}
