// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Planning
import Scenarios

extension Plan {
  /// What was done to the machine, if that was recorded.
  ///
  /// - Parameter earlier: What had been done to it before.
  func trace(after earlier: Trace?) -> Trace {
    let boot = planner.boot
    let operations = planner.operations.map { TraceStep(TraceOperation($0)) }
    let note = "planned: \(planner.scenario.name)"
    if let earlier, let running = boot.running {
      let written = written(to: running).map { TraceStep($0) }
      return Trace(
        machine: earlier.machine, steps: earlier.steps + written + operations, note: note)
    }
    let machine = TraceMachine(
      parameters: boot.bootParameters(of: planner.scenario),
      blockSizeBytes: boot.blockPages * boot.geometry.pageSize, nodes: boot.nodes,
      memory: boot.memory, autoOnlineType: boot.bootOnlineType(of: planner.scenario),
      kernel: boot.kernel, geometry: boot.geometry)
    return Trace(machine: machine, steps: operations, note: note)
  }

  /// The writes after which a machine that runs has the scenario's parameters.
  private func written(to machine: HotplugMachine) -> [TraceOperation] {
    let old = machine.parameters.policy
    var new = planner.boot.bootPolicy(of: planner.scenario)
    machine.geometry.conform(&new)
    var operations: [TraceOperation] = []
    if new.onlinePolicy != old.onlinePolicy {
      operations.append(
        .writeParameter(.module(.onlinePolicy), TraceText("\(new.onlinePolicy.name)")))
    }
    if new.autoMovableRatio != old.autoMovableRatio {
      operations.append(
        .writeParameter(.module(.autoMovableRatio), TraceText("\(new.autoMovableRatio)")))
    }
    if new.isAutoMovableNUMAAware != old.isAutoMovableNUMAAware {
      operations.append(
        .writeParameter(
          .module(.autoMovableNUMAAware), TraceText(new.isAutoMovableNUMAAware ? "Y" : "N")))
    }
    let onlineType = planner.boot.bootOnlineType(of: planner.scenario)
    if onlineType != machine.autoOnlineType {
      operations.append(.writeParameter(.autoOnlineBlocks, TraceText("\(onlineType.name)")))
    }
    return operations
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
