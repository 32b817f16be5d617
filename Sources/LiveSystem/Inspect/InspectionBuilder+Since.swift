// SPDX-License-Identifier: MIT

import AutoMovable

// MARK: What was done since boot

extension InspectionBuilder {
  /// Leads a machine from boot to what the files show, in an order of which nothing
  /// depends: devices come, then blocks go online or offline as they are.
  func historySinceBoot(
    _ boot: ReplayBoot
  ) throws(BootError) -> (history: InspectedHistory, groups: [Int: MemoryGroupID]) {
    var history = try InspectedHistory(boot, possibleNodes: record.possibleNodes)
    let groups = addDevices(&history)
    for (block, device) in blocks where device == nil && wasMoved(block) {
      history.apply(.write("offline", .state(MemoryBlockID(block.index))))
    }
    let online = blocks.filter { ($0.device != nil || wasMoved($0.block)) && $0.block.isOnline }
      .map(\.block)
    var isOnline: Set<UInt64> = []
    for block in online where isOnlinedByPolicy(block, &history) { isOnline.insert(block.index) }
    for block in online where !isOnline.contains(block.index) {
      history.apply(
        .write(
          block.currentZone == .movable ? "online_movable" : "online_kernel",
          .state(MemoryBlockID(block.index))))
    }
    return (history, groups)
  }

  /// Registers the devices' groups, and adds their blocks.
  private func addDevices(_ history: inout InspectedHistory) -> [Int: MemoryGroupID] {
    var groups: [Int: MemoryGroupID] = [:]
    for (index, device) in origins.devices.enumerated() {
      guard let kind = device.group(blockPages: blockPages, of: geometry) else { continue }
      groups[index] = MemoryGroupID(Int32(groups.count))
      history.apply(.register(kind, nodeID(of: index)))
    }
    var runs: [(device: Int, nodeID: NodeID, range: PageRange)] = []
    for (block, device) in blocks {
      guard let device else { continue }
      let start = block.index * blockPages
      if let run = runs.last, run.device == device, run.nodeID == block.nodeID,
        run.range.endPFN == start
      {
        runs[runs.count - 1].range.pageCount += blockPages
      } else {
        runs.append((device, block.nodeID, PageRange(startPFN: start, pageCount: blockPages)))
      }
    }
    for run in runs {
      history.apply(
        .add(run.range, groups[run.device].map { .group($0) } ?? .node(run.nodeID)))
    }
    return groups
  }

  /// Onlines a block that is in a kernel zone where `online_kernel` wouldn't put it, if
  /// the policy would: it looks for the zone at other pages than the block's.
  private func isOnlinedByPolicy(
    _ block: CaptureBlock, _ history: inout InspectedHistory
  ) -> Bool {
    let id = MemoryBlockID(block.index)
    guard let zone = block.currentZone, zone != .movable,
      history.zone(of: id, as: .onlineKernel, policy: parameters.policy) != zone
    else { return false }
    // With a ratio of 1, the policy refuses all memory of some size.
    let refusing = Policy(onlinePolicy: .autoMovable, autoMovableRatio: 1)
    guard history.zone(of: id, as: .online, policy: refusing) == zone else { return false }
    let policy = parameters.policy
    history.apply(.write("auto-movable", .parameter(.onlinePolicy)))
    history.apply(.write("1", .parameter(.autoMovableRatio)))
    history.apply(.write("online", .state(id)))
    history.apply(.write("\(policy.onlinePolicy.name)", .parameter(.onlinePolicy)))
    history.apply(.write("\(policy.autoMovableRatio)", .parameter(.autoMovableRatio)))
    return true
  }

  /// The node of a device: that of its blocks, or what is said of it.
  func nodeID(of device: Int) -> NodeID {
    blocksOfDevices[device].first.map { blocks[$0].block.nodeID }
      ?? origins.devices[device].nodeID ?? 0
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
      guard isSame, !block.zones.isEmpty, !block.isOnline || block.zones.count == 1,
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
