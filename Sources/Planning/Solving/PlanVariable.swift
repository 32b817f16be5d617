// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// What of a case can be varied.
public enum PlanVariable: String, Hashable, Sendable, CaseIterable {
  /// `auto_movable_ratio`, in percent.
  case ratio
  /// The size of the device that grows or comes last, in bytes.
  case hotplug
  /// The boot memory of that device's node, in bytes; if the node has none and need not
  /// have any, that of the first node that has.
  case boot
}

extension PlanVariable {
  /// The largest value.
  public var limit: UInt64 {
    switch self {
    // From 2^31 on the kernel takes it for a negative number in places.
    case .ratio: UInt64(Int32.max)
    case .hotplug, .boot: 1 << 44
    }
  }
}

extension PlanCase {
  /// The case with another value of a variable.
  ///
  /// - Returns: `nil` if there is nothing that could have it: no device, or boot memory
  ///   that is known.
  public func setting(_ variable: PlanVariable, to value: UInt64) -> PlanCase? {
    var changed = self
    switch variable {
    case .ratio: changed.scenario.set(.autoMovableRatio(UInt32(clamping: value)))
    case .hotplug:
      guard let id = scenario.lastDevice?.id else { return nil }
      changed.scenario.resize(id, to: value)
    case .boot:
      guard let node = bootNode else { return nil }
      changed.scenario.nodes[node] = ByteCount(rawValue: value)
    }
    return changed
  }
}

extension PlanCase {
  /// Whether an action adds a device's memory, or ACPI announces some.
  public var hasDevice: Bool { scenario.lastDevice != nil || !scenario.acpiMemory.isEmpty }

  /// What was expected of the case in order to vary a variable; `nil` if nothing is lacking.
  public func obstacle(to variable: PlanVariable) -> String? {
    switch variable {
    case .ratio: nil
    case .hotplug: scenario.lastDevice == nil ? "expected a device" : nil
    case .boot: bootNode == nil ? "expected boot memory that is no file's, and a device" : nil
    }
  }

  /// The node whose boot memory ``PlanVariable/boot`` varies; `nil` if there is none that
  /// could be varied.
  public var bootNode: Int? {
    guard case .usual = boot else { return nil }
    return scenario.nodeForBootMemory
  }
}

extension Scenario {
  /// The device of the last action that adds memory.
  var lastDevice: (id: String, node: Int)? {
    for action in actions.reversed() {
      switch action {
      case .resize(let id, _):
        return (id, virtioMemory.first { $0.id == id }?.node ?? 0)
      case .addDIMM(let id, _, let node), .addDAX(let id, _, let node, _),
        .addMemory(let id, _, let node, _):
        return (id, node)
      default: continue
      }
    }
    return nil
  }

  /// The node whose boot memory helps the last device most.
  var nodeForBootMemory: Int? {
    guard let node = lastDevice?.node, nodes.indices.contains(node) else { return nil }
    if nodes[node].rawValue > 0 || autoMovableNumaAware { return node }
    return nodes.firstIndex { $0.rawValue > 0 } ?? node
  }

  /// Gives a device another size: the last that it has, and none before is larger.
  fileprivate mutating func resize(_ id: String, to bytes: UInt64) {
    let size = ByteCount(rawValue: bytes)
    let last = actions.lastIndex {
      if case .resize(id, _) = $0 { true } else { false }
    }
    for index in actions.indices {
      switch actions[index] {
      case .resize(id, let old):
        actions[index] = .resize(device: id, size: index == last ? size : min(old, size))
      case .addDIMM(id, _, let node):
        actions[index] = .addDIMM(id: id, size: size, node: node)
      case .addDAX(id, _, let node, let address):
        actions[index] = .addDAX(id: id, size: size, node: node, address: address)
      case .addMemory(id, _, let node, let address):
        actions[index] = .addMemory(id: id, size: size, node: node, address: address)
      default: continue
      }
    }
    for index in virtioMemory.indices where virtioMemory[index].id == id {
      virtioMemory[index].size = max(virtioMemory[index].size, size)
    }
    if bytes == 0 {
      // A device of no memory isn't there.
      actions.removeAll {
        switch $0 {
        case .addDIMM(id, _, _), .addDAX(id, _, _, _), .addMemory(id, _, _, _),
          .removeDIMM(id):
          true
        default: false
        }
      }
    }
  }
}
