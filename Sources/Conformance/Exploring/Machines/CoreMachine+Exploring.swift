// SPDX-License-Identifier: MIT

public import AutoMovable

extension CoreMachine: ExplorableMachine {
  public mutating func save() -> HotplugMachine { machine }

  public mutating func restore(_ saved: HotplugMachine) { machine = saved }

  public var explored: HotplugMachine? { machine }

  public mutating func write(_ image: inout StateImage, blocks: [UInt64]) {
    machine.write(&image, blocks: blocks)
  }
}

extension HotplugMachine {
  /// Writes the whole state.
  ///
  /// - Parameter blocks: All blocks that can be there, ids ascending.
  // Inlined, so that the machine isn't copied for the call.
  @inline(__always)
  func write(_ image: inout StateImage, blocks: [UInt64]) {
    let policy = parameters.policy
    image.addParameters(
      policy: Int32(policy.onlinePolicy.rawValue), ratio: policy.autoMovableRatio,
      isNUMAAware: policy.isAutoMovableNUMAAware,
      memmapMode: Int32(parameters.memmapOnMemory.rawValue),
      onlineType: Int32(autoOnlineType.rawValue))
    image.begin("notifier")
    image.addRefusal(notifier[.goingOnline])
    image.addRefusal(notifier[.goingOffline])
    let nodes = state.nodes.span
    let totals = nodeExtents.span
    for index in nodes.indices {
      image.addNode(
        nodes[index].id.rawValue, startPFN: totals[index].startPFN,
        spannedPages: totals[index].spannedPages, presentPages: totals[index].presentPages)
      for type in 0..<ZoneType.count {
        let zone = nodes[index].zones[type]
        image.addZone(
          type, zone.startPFN, zone.spannedPages, zone.presentPages, zone.presentEarlyPages,
          zone.cmaPages)
      }
    }
    for group in state.groups.groups {
      image.addGroup(
        group.id.rawValue, nid: group.nodeID.rawValue, isDynamic: group.isDynamic,
        size: group.kind.pages, kernelPages: group.presentKernelPages,
        movablePages: group.presentMovablePages, blockCount: group.blockCount)
    }
    let sectionsPerBlock = blockPages / geometry.pagesPerSection
    let sections = state.sections.span
    var run = 0
    for id in blocks {
      if let block = block(MemoryBlockID(id)) {
        image.addBlock(
          id, nid: block.nodeID.rawValue, groupID: block.groupID?.rawValue ?? -1,
          state: UInt64(block.state.rawValue), onlineType: Int32(block.onlineType.rawValue),
          zone: block.zone.map { Int32($0.rawValue) } ?? -1,
          vmemmapPages: block.vmemmapPages, isOffline: block.isDeviceOffline,
          isEarly: block.isEarly)
      } else {
        image.addMissingBlock(id)
      }
      for number in id * sectionsPerBlock..<(id + 1) * sectionsPerBlock {
        while run < sections.count, sections[run].endSection <= number { run += 1 }
        let isOnline = run < sections.count && sections[run].firstSection <= number
        image.addSection(
          number,
          isOnline ? (Int32(sections[run].zone.rawValue), sections[run].nodeID.rawValue) : nil)
      }
    }
  }
}
