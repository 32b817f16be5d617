// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import LiveSystem
import Reports

extension Inspection {
  /// The machine with the counters of now, as a trace begins with one.
  var traceMachine: TraceMachine { TraceMachine(now, possibleNodes: possibleNodes) }

  /// The machine as boot left it, and what was done since.
  var trace: Trace {
    var machine = TraceMachine(boot, possibleNodes: possibleNodes)
    // Each block is onlined as it is now, and not as it comes.
    machine.autoOnlineType = .offline
    var operations = steps.map { step -> TraceOperation in
      switch step {
      case .register(let kind, let nodeID): .registerGroup(kind, nodeID)
      case .add(let range, let target): .addMemory(range, target, usesMemmapOnMemory: false)
      case .write(let text, .state(let block)): .writeState(block, TraceText(text))
      case .write(let text, .online(let block)): .writeOnline(block, TraceText(text))
      case .write(let text, .parameter(let parameter)):
        .writeParameter(.module(parameter), TraceText(text))
      case .write(let text, .autoOnlineBlocks):
        .writeParameter(.autoOnlineBlocks, TraceText(text))
      case .write(_, .validZones(let block)): .readValidZones(block)
      }
    }
    if boot.autoOnlineType != .offline {
      operations.append(
        .writeParameter(.autoOnlineBlocks, TraceText("\(boot.autoOnlineType.name)")))
    }
    return Trace(machine: machine, steps: operations.map { TraceStep($0) })
  }

  /// What the next memory becomes, and why.
  func reason(of next: NextBlock) -> String {
    let policy = machine.parameters.policy
    let decision: OnlineDecision
    do {
      decision = try machine.state.onlineDecision(
        for: next.range, onlineType: next.onlineType, nodeID: next.nodeID,
        groupID: next.groupID, policy: policy)
    } catch {
      return "Not known: \(error)."
    }
    guard decision.zone == next.zone else {
      return "The kernel's valid_zones says so; what is inferred would give \(decision.zone)."
    }
    let vector = DecisionVector(
      id: "next", policy: policy, state: machine.state,
      query: .zone(
        range: next.range, onlineType: next.onlineType, nodeID: next.nodeID,
        groupID: next.groupID))
    return Explanation(of: vector, .init(name: "swift", answer: DecisionAnswer(decision))).reason
      .split(separator: "\n").joined(separator: " ")
  }
}
