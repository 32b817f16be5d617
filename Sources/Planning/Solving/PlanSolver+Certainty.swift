// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

extension PlanSolver {
  /// Whether it is sure that values do from one on, or up to one.
  ///
  /// With more boot memory or a higher ratio, each block is movable that was so, as long as
  /// memory only comes and all of it is to be movable: up to the first block that isn't, nothing
  /// differs. What is one device's alone, other devices don't take from one another, either.
  /// If a part is enough and there are several devices, it may be another part each time.
  func isMonotone(_ variable: PlanVariable, _ planner: Planner) -> Bool {
    let scenario = problem.scenario
    guard planner.machine.parameters.policy.onlinePolicy == .autoMovable,
      scenario.acpiMemory.isEmpty, scenario.onlyGrows,
      goal == .all || variable != .hotplug && planner.devices.count == 1,
      planner.devices.count == scenario.deviceCount
    else { return false }
    // What is no whole block's would be so elsewhere.
    let block = planner.blockBytes
    guard
      planner.devices.allSatisfy({
        $0.addresses.lowerBound.isMultiple(of: block)
          && $0.addresses.upperBound.isMultiple(of: block)
      })
    else { return false }
    return variable != .boot
      || !scenario.kernelArguments.contains { BootArgument($0).shapesBootMemory }
  }

  /// Whether boot memory up to a value leaves memory blocks as large as they are.
  func hasOneBlockSize(_ value: UInt64?) -> Bool {
    guard case .usual(let options) = problem.boot, options.blockSize == nil,
      options.architecture == .x86_64
    else { return true }
    guard let value, let node = problem.scenario.nodeForBootMemory else { return false }
    var nodes = problem.scenario.nodes
    nodes[node] = ByteCount(rawValue: value)
    // From 64 GiB on they differ, of which 2 GiB at most are the hole below 4 GiB.
    return nodes.reduce(0) { $0 + $1.rawValue } < 62 << 30
  }
}

extension Scenario {
  /// Whether memory only ever comes, at addresses that nobody says.
  fileprivate var onlyGrows: Bool {
    var sizes = virtioMemory.map { _ in ByteCount(rawValue: 0) }
    for action in actions {
      switch action {
      case .resize(let id, let size):
        guard let index = virtioMemory.firstIndex(where: { $0.id == id }), size >= sizes[index]
        else { return false }
        sizes[index] = size
      case .addDIMM, .addDAX(_, _, _, nil), .addMemory(_, _, _, nil), .readValidZones: continue
      default: return false
      }
    }
    return true
  }

  /// How many devices there are in the end, if none is removed.
  fileprivate var deviceCount: Int {
    virtioMemory.count
      + actions.count {
        switch $0 {
        case .addDIMM, .addDAX, .addMemory: true
        default: false
        }
      }
  }
}
