// SPDX-License-Identifier: MIT

import AutoMovable

// MARK: What was done since boot

extension InspectionBuilder {
  /// The operations that lead from boot to what the files show, in an order of which
  /// nothing depends: devices come, then blocks go online or offline as they are.
  func stepsSinceBoot(
    _ boot: ReplayBoot
  ) -> (steps: [InspectionStep], groups: [Int: MemoryGroupID]) {
    var steps: [InspectionStep] = []
    var groups: [Int: MemoryGroupID] = [:]
    for (index, device) in origins.devices.enumerated() {
      guard let kind = device.group(blockPages: blockPages) else { continue }
      groups[index] = MemoryGroupID(Int32(groups.count))
      steps.append(.register(kind, nodeID(of: index)))
    }
    var last: (device: Int, nodeID: NodeID, range: PageRange)?
    func add() {
      guard let last else { return }
      let target = groups[last.device].map { MemoryTarget.group($0) } ?? .node(last.nodeID)
      steps.append(.add(last.range, target))
    }
    for (block, device) in blocks {
      guard let device else { continue }
      let start = block.index * blockPages
      if let run = last, run.device == device, run.nodeID == block.nodeID,
        run.range.endPFN == start
      {
        last?.range.pageCount += blockPages
      } else {
        add()
        last = (device, block.nodeID, PageRange(startPFN: start, pageCount: blockPages))
      }
    }
    add()
    for (block, device) in blocks {
      let id = MemoryBlockID(block.index)
      if device == nil, wasMoved(block) { steps.append(.write(id, "offline")) }
      if device != nil || wasMoved(block), block.isOnline {
        steps.append(.write(id, block.zone == .movable ? "online_movable" : "online_kernel"))
      }
    }
    return (steps, groups)
  }

  /// The node of a device: that of its blocks, or what is said of it.
  func nodeID(of device: Int) -> NodeID {
    blocks.first { $0.device == device }?.block.nodeID ?? origins.devices[device].nodeID ?? 0
  }

  /// Boots and does all that.
  func play(
    _ steps: [InspectionStep], on boot: inout ReplayBoot
  ) throws(BootError) -> HotplugMachine {
    var machine = try HotplugMachine()
    try boot.boot(&machine, possibleNodes: record.possibleNodes)
    machine.autoOnlineType = .offline
    for step in steps {
      // What isn't done shows when the machine is compared.
      switch step {
      case .register(let kind, let nodeID): _ = machine.register(kind, on: nodeID)
      case .add(let range, let target):
        _ = machine.add(range, to: target, usesMemmapOnMemory: false)
      case .write(let id, let text): _ = machine.write(text, to: .state(id))
      }
    }
    machine.autoOnlineType = autoOnlineType
    return machine
  }
}

extension ReplayBoot {
  /// Boots.
  func boot(
    _ machine: inout HotplugMachine, possibleNodes: [NodeID]?
  ) throws(BootError) {
    var possible = NodeSet.all
    if let possibleNodes {
      possible = NodeSet()
      for id in possibleNodes { possible.insert(id) }
      // A node that is online is possible, whatever a file says.
      for node in nodes { possible.insert(node.id) }
    }
    machine = try HotplugMachine(
      nodes: nodes, memory: memory, possibleNodes: possible, blockPages: blockPages,
      parameters: parameters, autoOnlineType: autoOnlineType, kernel: kernel)
    machine.maximumAddedBlockCount = Self.maximumAddedBlockCount
  }
}

// MARK: Whether it fits

extension InspectionBuilder {
  /// Holds what the machine has come to against the files.
  mutating func compare(_ machine: HotplugMachine) {
    for node in machine.state.nodes {
      guard let files = nodes.first(where: { $0.id == node.id }), hasCounters else { continue }
      for type in ZoneType.allCases where type != .device {
        let (zone, file) = (node[type], files[type])
        for (name, value, expected) in [
          ("present_pages", zone.presentPages, file.presentPages),
          ("spanned_pages", zone.spannedPages, file.spannedPages),
          (
            "zone_start_pfn", zone.startPFN,
            file.spannedPages == 0 ? zone.startPFN : file.startPFN
          ),
        ] where value != expected {
          warn(
            "inference",
            "\(name) of \(type) of node \(node.id) is \(expected), but what is inferred comes to "
              + "\(value)")
        }
      }
    }
    var different: [(block: UInt64, text: String)] = []
    for (block, _) in blocks {
      let current = machine.block(MemoryBlockID(block.index))
      guard let current else {
        different.append((block.index, "is there, but what is inferred has none"))
        continue
      }
      let isSame = (current.state == .online) == block.isOnline
      guard isSame, !block.validZones.isEmpty,
        let text = machine.read(.validZones(MemoryBlockID(block.index)))
      else {
        if !isSame { different.append((block.index, "is \(block.state), unlike what is inferred")) }
        continue
      }
      guard !text.isLine(block.validZones) else { continue }
      // An offline block's zones depend on all that is inferred.
      different.append(
        (
          block.index,
          "has valid_zones \(block.validZones), but what is inferred comes to "
            + "\("\(text)".split(separator: "\n").joined())"
        ))
    }
    guard let first = different.first else { return }
    let others = different.count > 1 ? ", and \(different.count - 1) more blocks differ" : ""
    warn("inference", "block \(first.block) \(first.text)\(others)")
  }
}
