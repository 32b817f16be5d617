// SPDX-License-Identifier: MIT

import AutoMovable

/// A machine to which things are done one after the other, and what was done.
struct InspectedHistory {
  private(set) var machine: HotplugMachine
  private(set) var steps: [InspectionStep] = []

  /// Boots.
  init(_ boot: ReplayBoot, possibleNodes: [NodeID]?) throws(BootError) {
    machine = try boot.machine(possibleNodes: possibleNodes)
    // What comes stays offline until a step onlines it.
    machine.autoOnlineType = .offline
  }

  /// Does one more thing. What isn't done shows when the machine is compared.
  mutating func apply(_ step: InspectionStep) {
    switch step {
    case .register(let kind, let nodeID): _ = machine.register(kind, on: nodeID)
    case .add(let range, let target):
      _ = machine.add(range, to: target, usesMemmapOnMemory: false)
    case .write(let text, let file): _ = machine.write(text, to: file)
    }
    steps.append(step)
  }

  /// The zone that onlining would give a block now, or `nil` if there is no such block.
  func zone(of id: MemoryBlockID, as type: OnlineType, policy: Policy) -> ZoneType? {
    machine.block(id).flatMap { block in
      try? machine.state.onlineDecision(
        for: PageRange(
          startPFN: id.rawValue * machine.blockPages, pageCount: machine.blockPages),
        onlineType: type, nodeID: block.nodeID, groupID: block.groupID, policy: policy
      ).zone
    }
  }
}
