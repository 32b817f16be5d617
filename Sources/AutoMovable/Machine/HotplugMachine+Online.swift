// SPDX-License-Identifier: MIT

extension HotplugMachine {
  /// What became of a device that was to change its state.
  enum DeviceChange {
    /// It changed.
    case changed
    /// It was in that state already.
    case alreadySo
  }

  /// Onlines the block at a position. Mirrors `device_online` and
  /// `memory_subsys_online`.
  mutating func onlineDevice(at index: Int) throws(HotplugError) -> DeviceChange {
    guard blocks[index].isDeviceOffline else { return .alreadySo }
    if blocks[index].state != .online {
      // The request holds for one attempt, successful or not.
      let onlineType = blocks[index].onlineType
      blocks[index].onlineType = .offline
      try online(at: index, as: onlineType == .offline ? .online : onlineType)
      blocks[index].state = .online
    }
    blocks[index].isDeviceOffline = false
    return .changed
  }

  /// Offlines the block at a position. Mirrors `device_offline` and
  /// `memory_subsys_offline`.
  mutating func offlineDevice(at index: Int) throws(HotplugError) -> DeviceChange {
    guard !blocks[index].isDeviceOffline else { return .alreadySo }
    if blocks[index].state != .offline {
      try offline(at: index)
      blocks[index].state = .offline
    }
    blocks[index].isDeviceOffline = true
    return .changed
  }
}

// MARK: Blocks

extension HotplugMachine {
  /// The zone that a block would be onlined to now, and why.
  ///
  /// - Throws: `noSuchGroup` if the block isn't one of this machine's and names a group
  ///   that isn't registered.
  // Inlined, so that the machine isn't copied for the call.
  @inline(__always)
  public func onlineDecision(
    for block: MemoryBlock, onlineType: OnlineType = .online
  ) throws(HotplugError) -> OnlineDecision {
    do {
      return decidesByTotals
        ? try model.onlineDecision(
          for: pages(of: block.id), onlineType: onlineType, nodeID: block.nodeID,
          groupID: block.groupID)
        : try model.state.onlineDecision(
          for: pages(of: block.id), onlineType: onlineType, nodeID: block.nodeID,
          groupID: block.groupID, policy: parameters.policy)
    } catch {
      throw .noSuchGroup
    }
  }

  /// Mirrors `memory_block_online`.
  private mutating func online(
    at index: Int, as onlineType: OnlineType
  ) throws(HotplugError) {
    let block = blocks[index]
    let zone = try onlineDecision(for: block, onlineType: onlineType).zone
    let (memoryMap, rest) = parts(of: block)
    let node = nodeIndex(of: block.nodeID)

    if memoryMap.pageCount != 0 { growSpan(of: zone, node, by: memoryMap) }
    growSpan(of: zone, node, by: rest)
    notifications.add(.goingOnline, rest)
    do {
      try notifier.ask(.goingOnline)
    } catch {
      notifications.add(.cancelOnline, rest)
      // The span may have been larger than what is online: it shrinks to that.
      shrinkSpan(of: zone, node, from: rest)
      if memoryMap.pageCount != 0 { shrinkSpan(of: zone, node, from: memoryMap) }
      throw error
    }
    setSections(of: block, to: zone)
    account(block, in: zone, node, pages: blockPages)
    blocks[index].zone = zone
    onlinedBlocks.add(block.id, zone)
    notifications.add(.online, rest)
  }

  /// Forgets where blocks went online, as an operation begins that may online some.
  @inline(__always)
  mutating func forgetOnlinedBlocks() {
    if !onlinedBlocks.isEmpty { onlinedBlocks.removeAll(keepingCapacity: true) }
  }

  /// Mirrors `memory_block_offline`.
  private mutating func offline(at index: Int) throws(HotplugError) {
    let block = blocks[index]
    guard let zone = block.zone else { throw .severalZones }
    guard !block.hasHoles else { throw .memoryHoles }
    let (memoryMap, rest) = parts(of: block)
    notifications.add(.goingOffline, rest)
    do {
      try notifier.ask(.goingOffline)
    } catch {
      notifications.add(.cancelOffline, rest)
      throw error
    }
    let node = nodeIndex(of: block.nodeID)
    setSections(of: block, to: nil)
    // The negative of an unsigned count wraps, as `-nr_pages` does.
    account(block, in: zone, node, pages: 0 &- blockPages)
    notifications.add(.offline, rest)
    shrinkSpan(of: zone, node, from: rest)
    if memoryMap.pageCount != 0 { shrinkSpan(of: zone, node, from: memoryMap) }
    blocks[index].zone = nil
  }

  /// The pages of a block that hold its own map, and the others.
  @inline(__always)
  private func parts(of block: MemoryBlock) -> (memoryMap: PageRange, rest: PageRange) {
    let pages = pages(of: block.id)
    let mapped = block.vmemmapPages
    return (
      PageRange(startPFN: pages.startPFN, pageCount: mapped),
      // A map is smaller than its block.
      PageRange(
        startPFN: pages.startPFN &+ mapped, pageCount: pages.pageCount &- mapped)
    )
  }
}

// MARK: Accounting

extension HotplugMachine {
  /// The position of a node that is online.
  // Inlined, as the next ones, so that the machine isn't copied for the call.
  @inline(__always)
  func nodeIndex(of id: NodeID) -> Int {
    // A node with memory blocks is always online.
    model.state.nodes.span.index(forID: id)!
  }

  /// Adds pages of a block to the counters, or takes them away if the count
  /// is negative. Mirrors `adjust_present_page_count`.
  private mutating func account(
    _ block: MemoryBlock, in zone: ZoneType, _ node: Int, pages: UInt64
  ) {
    // Counters are `unsigned long` and the change is signed: sums wrap.
    nodeExtents[node].presentPages &+= pages
    model.adjustPresentPages(
      by: pages, in: zone, ofNodeAt: node,
      groupAt: block.groupID.flatMap { model.state.groups.index(forID: $0) },
      isEarly: block.isEarly)
  }
}
