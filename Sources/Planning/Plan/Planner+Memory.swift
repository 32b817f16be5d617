// SPDX-License-Identifier: MIT

import AutoMovable

// What drivers ask of the machine; each is recorded, if it is to be.
extension Planner {
  mutating func record(_ operation: @autoclosure () -> PlanOperation) {
    if recordsOperations { operations.append(operation()) }
  }

  mutating func register(
    _ kind: MemoryGroup.Kind, nodeID: NodeID
  ) throws(PlanError) -> MemoryGroupID {
    record(.registerGroup(kind, nodeID))
    do throws(HotplugError) {
      return try machine.registerGroup(kind, nodeID: nodeID)
    } catch {
      throw PlanError("", "the kernel can't register a memory group: \(error)")
    }
  }

  /// Adds blocks of a device, and onlines them as blocks are that are added.
  ///
  /// - Returns: How many of them went online.
  /// - Throws: What the kernel refuses to add, and why.
  mutating func add(_ blocks: Range<UInt64>, of index: Int) throws(HotplugError) -> UInt64 {
    let device = devices[index]
    guard device.usesMemmapOnMemory, device.unitPages == machine.blockPages,
      !machine.supportsMemmapOnMemory(pages(blocks))
    else { return try addAtOnce(blocks, of: index) }
    // One by one, as the driver does it: then each may hold its own map.
    var onlineCount: UInt64 = 0
    for block in blocks { onlineCount += try addAtOnce(block..<block + 1, of: index) }
    return onlineCount
  }

  private mutating func addAtOnce(
    _ blocks: Range<UInt64>, of index: Int
  ) throws(HotplugError) -> UInt64 {
    let device = devices[index]
    let target: MemoryTarget = device.groupID.map { .group($0) } ?? .node(device.nodeID)
    var before = blocks
    // A block that comes again is watched when its time has come, and one that stays offline when
    // it is onlined.
    let isTime =
      watchedDecision == nil && watchedBlock?.step == stepNumber
      && machine.autoOnlineType != .offline
    let watched = isTime ? watchedBlock?.block : nil
    if let watched, blocks.contains(watched) {
      before = blocks.lowerBound..<watched
      if before.isEmpty { return try watch(watched, of: device, to: target) }
    }
    let range = pages(before)
    let usesMap = device.usesMemmapOnMemory && machine.supportsMemmapOnMemory(range)
    record(.addMemory(range, target, usesMemmapOnMemory: usesMap))
    try machine.addMemory(range, to: target, usesMemmapOnMemory: usesMap)
    var onlineCount: UInt64 = 0
    for run in machine.onlinedBlocks {
      onlineCount += run.count
      note(run.first.rawValue, run.zone, device.id)
    }
    if let watched, before.upperBound < blocks.upperBound {
      _ = try watch(watched, of: device, to: target)
    }
    return onlineCount
  }

  /// Takes note of a block that went to a zone, if it is the first in a kernel zone.
  mutating func note(_ block: UInt64, _ zone: ZoneType, _ device: String) {
    guard firstKernelBlock == nil, zone != .movable else { return }
    firstKernelBlock = FirstKernelBlock(block: block, device: device, step: stepNumber)
  }

  /// Adds the watched block without onlining it, and asks where it would go.
  private mutating func watch(
    _ block: UInt64, of device: PlannedDevice, to target: MemoryTarget
  ) throws(HotplugError) -> UInt64 {
    try machine.addMemory(pages(block..<block + 1), to: target, as: .offline)
    if let block = machine.block(MemoryBlockID(block)) {
      watchedDecision = try machine.onlineDecision(
        for: block, onlineType: machine.autoOnlineType)
    }
    return 0
  }

  /// Offlines blocks and removes them, nothing being in the way.
  mutating func remove(_ blocks: Range<UInt64>) {
    isCertain = false
    let range = pages(blocks)
    record(.offlineAndRemoveMemory(range))
    // Whole blocks of hotplugged memory, and nobody is asked.
    try? machine.offlineAndRemoveMemory(range)
  }

  /// The error of memory that there is too much of; `nil` for any other.
  func limitError(_ error: HotplugError, _ id: String) -> PlanError? {
    guard error == .tooManyBlocks else { return nil }
    return PlanError(
      id,
      "expected at most \(Self.maximumAddedBlockCount) memory blocks to be hotplugged at a time")
  }
}
