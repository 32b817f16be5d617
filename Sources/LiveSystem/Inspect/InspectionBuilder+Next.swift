// SPDX-License-Identifier: MIT

import AutoMovable

extension InspectionBuilder {
  /// What becomes of the next memory of each device that can have more, and of memory
  /// of no device on each node.
  mutating func nextBlocks(
    _ machine: HotplugMachine, _ groups: [Int: MemoryGroupID]
  ) -> [NextBlock] {
    var next: [NextBlock] = []
    for device in origins.devices.indices {
      guard let (block, kernelsZone) = nextBlock(of: device) else { continue }
      let asked = question(
        block, machine, device: origins.devices[device].id, nodeID: nodeID(of: device),
        groupID: groups[device], kernelsZone: kernelsZone)
      if let asked { next.append(asked) }
    }
    let devicesEnd = origins.devices.compactMap(\.pages.last?.upperBound).max() ?? 0
    let end = max(
      (blocks.last.map { $0.block.index + 1 } ?? 0) * blockPages, devicesEnd,
      geometry.fourGiB)
    let block = (end + blockPages - 1) / blockPages
    for node in nodes where (block + 1) * blockPages <= geometry.pageCount {
      let asked = question(block, machine, device: nil, nodeID: node.id, groupID: nil)
      if let asked { next.append(asked) }
    }
    return next
  }

  /// The block of a device that goes online next, and the zone that the kernel says it
  /// gets: the first that is offline, or the first that isn't there; `nil` if all are
  /// online.
  private func nextBlock(of device: Int) -> (block: UInt64, zone: ZoneType?)? {
    var there: Set<UInt64> = []
    for index in blocksOfDevices[device] {
      let block = blocks[index].block
      if !block.isOnline {
        return (block.index, block.zones.first.flatMap { ZoneType(name: $0) })
      }
      there.insert(block.index)
    }
    for pages in origins.devices[device].pages {
      var block = (pages.lowerBound + blockPages - 1) / blockPages
      while (block + 1) * blockPages <= pages.upperBound {
        if !there.contains(block) { return (block, nil) }
        block += 1
      }
    }
    return nil
  }

  /// What becomes of a block; `nil` if its group isn't registered.
  private func question(
    _ block: UInt64, _ machine: HotplugMachine, device: String?, nodeID: NodeID,
    groupID: MemoryGroupID?, kernelsZone: ZoneType? = nil
  ) -> NextBlock? {
    let range = PageRange(startPFN: block * blockPages, pageCount: blockPages)
    // What is there already gets what `online` gives; what comes, what is set.
    let type = kernelsZone == nil ? typeOfNew : .online
    let decision = try? machine.state.onlineDecision(
      for: range, onlineType: type, nodeID: nodeID, groupID: groupID,
      policy: parameters.policy)
    guard let zone = kernelsZone ?? decision?.zone else { return nil }
    return NextBlock(
      device: device, nodeID: nodeID, range: range, groupID: groupID, onlineType: type,
      zone: zone, isSaidByKernel: kernelsZone != nil)
  }

  /// What memory that comes is onlined as: by the kernel, by udev, or else by whoever
  /// writes `online`.
  private var typeOfNew: OnlineType {
    if autoOnlineType != .offline { return autoOnlineType }
    return record.onlineRules.last?.onlineType ?? .online
  }

  /// Warns of what else one should know.
  mutating func warnOfTheRest() {
    if record.memoryMap?.isHidden == true {
      warn(
        "iomem",
        "/proc/iomem has no addresses, as for anybody but root: which memory was there at boot, "
          + "and which devices brought the rest, is less sure")
    }
    if record.areBlocksAssumed {
      warn(
        "blocks",
        "no file lists memory blocks: all memory of kernel zones is taken for boot memory, and all "
          + "of Movable for memory that came later")
    }
    if nodes.count > 1, blocks.contains(where: \.block.nodes.isEmpty) {
      warn("nodes", "no file says which node some blocks are of: they are taken for node 0's")
    }
    warnOfBootMap()
    if record.parameters["online_policy"] == nil {
      warn(
        "policy",
        "there is no online_policy: kernels have it from 5.15 on, if they can hotplug memory")
    }
    for rule in record.onlineRules {
      warn(
        "udev",
        "\(rule.file):\(rule.line) writes \(rule.onlineType) to the state of memory that comes"
          + (autoOnlineType == .offline
            ? "" : "; it has no effect, as auto_online_blocks is \(autoOnlineType)"))
    }
    for (index, device) in origins.devices.enumerated() where device.isInferred {
      let group =
        switch device.group(blockPages: blockPages, of: geometry) {
        case .dynamic(let pages)?:
          "a dynamic group with units of \(PageCount(pages: pages, of: geometry).size)"
        case .static(let pages)?: "a static group of \(PageCount(pages: pages, of: geometry).size)"
        case nil: "no group"
        }
      warn(
        "device",
        "\(device.id) is inferred to be \(device.kind.rawValue) with \(group) on node "
          + "\(nodeID(of: index)): \(device.evidence)")
    }
  }

  /// Holds the boot blocks against the pages that boot took for its map of memory, which
  /// it has for all sections with memory and for no others.
  private mutating func warnOfBootMap() {
    guard let pages = record.bootMapPages else { return }
    let mapPages =
      geometry.pagesPerSection * geometry.pageMapBytes / geometry.pageSize
    let blockSections = blockPages / geometry.pagesPerSection
    let count = UInt64(blocks.count { $0.device == nil })
    let most = count * blockSections
    // A block exists if one of its sections has memory.
    guard pages / mapPages < count || pages / mapPages > most else { return }
    warn(
      "boot-memory",
      "boot mapped memory of \(pages / mapPages) sections (nr_memmap_boot_pages), but \(count) "
        + "blocks are taken for boot memory, which have \(most) sections")
  }
}
