// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension History {
  /// Makes the machine and at least `count` operations.
  mutating func make(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(&random)
    guard strategy != .oddBoots else { return spoil(&random) }
    if strategy == .lowMemory, !random.oneIn(3) { makeHole(&random) }
    let moves = strategy.moves
    while operations.count < count {
      if let end = refusalEnd, operations.count >= end {
        operations.append(.setNotifier(.goingOnline, .init(errno: 0)))
        operations.append(.setNotifier(.goingOffline, .init(errno: 0)))
        refusalEnd = nil
      }
      switch moves[random.below(32)] {
      case .plug: plug(&random)
      case .grow: grow(&random)
      case .shrink: shrink(&random)
      case .state: writeState(&random)
      case .online: writeOnline(&random)
      case .validZones: readValidZones(&random)
      case .parameter: writeParameter(&random)
      case .reading: operations.append(.readParameter(anyParameter(&random)))
      case .autoOnline: writeAutoOnlineBlocks(&random)
      case .boot: touchBootMemory(&random)
      case .refusal: refuse(&random)
      case .misuse: misuse(&random)
      }
    }
    if random.oneIn(256) { registerMany(&random) }
  }

  /// Registers more groups than anybody has devices, and some of them anew.
  private mutating func registerMany(_ random: inout SplitMix64) {
    let count = 100 + random.below(200)
    for _ in 0..<count {
      operations.append(
        .registerGroup(
          random.oneIn(2)
            ? .dynamic(unitPages: machine.blockPages) : .static(maxPages: machine.blockPages),
          devices[0].nodeID))
    }
    for _ in 0..<8 {
      operations.append(.unregisterGroup(MemoryGroupID(Int32(random.below(count)))))
      if random.oneIn(2) {
        operations.append(
          .registerGroup(.static(maxPages: machine.blockPages), devices[0].nodeID))
      }
    }
  }

  /// The pages of a run of blocks.
  @inline(__always)
  func pages(_ firstBlock: UInt64, _ count: Int) -> PageRange {
    // Numbers of blocks that are planned are far below 2^40 pages.
    PageRange(
      startPFN: firstBlock &* machine.blockPages,
      pageCount: UInt64(count) &* machine.blockPages)
  }
}

// MARK: Devices

extension History {
  private mutating func plug(_ random: inout SplitMix64) {
    let index = random.below(devices.count)
    let device = devices[index]
    guard device.kind != .loose else { return grow(&random) }
    if let id = device.groupID {
      // Refused while there are blocks.
      guard device.added == 0 || random.oneIn(4) else { return grow(&random) }
      operations.append(.unregisterGroup(id))
      guard device.added == 0 else { return }
      usedGroups &= ~(1 << UInt64(id.rawValue))
      devices[index].groupID = nil
      return
    }
    let blockPages = machine.blockPages
    let kind: MemoryGroup.Kind
    if device.kind == .virtio {
      kind = .dynamic(unitPages: blockPages << device.unitBlocks.trailingZeroBitCount)
    } else {
      // Sometimes other than what is added; then the policy's sums wrap.
      let claimed = random.oneIn(6) ? 1 + random.below(64) : device.blockCount
      kind = .static(maxPages: UInt64(claimed) &* blockPages)
    }
    operations.append(.registerGroup(kind, device.nodeID))
    // Every node that devices are planned on is possible.
    let id = (~usedGroups).trailingZeroBitCount
    usedGroups |= 1 << UInt64(id)
    devices[index].groupID = MemoryGroupID(Int32(id))
  }

  private mutating func grow(_ random: inout SplitMix64) {
    let index = random.below(devices.count)
    if !devices[index].isPlugged {
      guard !random.oneIn(8) else { return plug(&random) }
      return
    }
    let device = devices[index]
    let free = device.all & ~device.added
    guard free != 0 else { return }
    let first: Int
    var count: Int
    switch device.kind {
    case .dimm:
      // What is free of a DIMM is mostly all of it.
      first = free.trailingZeroBitCount
      count = (~(free >> UInt64(first))).trailingZeroBitCount
    case .virtio:
      first = random.oneIn(6) ? random.bit(of: free) : free.trailingZeroBitCount
      count = 1
      while count < device.unitBlocks, first + count < device.blockCount,
        free >> UInt64(first + count) & 1 != 0
      {
        count += 1
      }
    case .loose:
      first = random.bit(of: free)
      count = 1
    }
    let mapsItself = device.mapsItself && (count == 1 || random.oneIn(2))
    // Where one block alone can, mostly one is added.
    if mapsItself, !machine.kernel.mapsEachBlock, !random.oneIn(4) { count = 1 }
    let onlineType =
      random.oneIn(8) ? OnlineType(rawValue: UInt8(random.below(4))) : nil
    operations.append(
      .addMemory(
        pages(device.block(first).rawValue, count), device.target,
        usesMemmapOnMemory: mapsItself, onlineType: onlineType))
    // Such an addition is refused as a rule.
    if mapsItself, count > 1, !machine.kernel.addsWithoutOwnMap { return }
    let bits = (count == 64 ? UInt64.max : 1 << UInt64(count) - 1) << UInt64(first)
    devices[index].added |= bits
    if onlineType ?? autoOnlineType != .offline { devices[index].online |= bits }
  }

  /// From the first to the last block of a device that is there.
  private func addedRange(of device: PlannedDevice) -> PageRange? {
    guard device.added != 0 else { return nil }
    let first = device.added.trailingZeroBitCount
    return pages(
      device.block(first).rawValue, 64 - device.added.leadingZeroBitCount - first)
  }

  private mutating func shrink(_ random: inout SplitMix64) {
    let index = random.below(devices.count)
    let device = devices[index]
    guard device.added != 0 else { return grow(&random) }
    let last = 63 - device.added.leadingZeroBitCount
    var first = random.oneIn(4) ? random.bit(of: device.added) : last
    var count = 1
    if device.kind == .dimm, random.oneIn(2) {
      first = device.added.trailingZeroBitCount
      count = (~(device.added >> UInt64(first))).trailingZeroBitCount
    }
    let range = pages(device.block(first).rawValue, count)
    let bits = (count == 64 ? UInt64.max : 1 << UInt64(count) - 1) << UInt64(first)
    if random.oneIn(8) {
      var ranges = [range]
      // All that another device has, and perhaps the same again.
      let other = random.below(devices.count)
      if let all = addedRange(of: devices[other]) {
        ranges.insert(all, at: random.below(2))
        devices[other].added = 0
        devices[other].online = 0
      }
      if random.oneIn(8) { ranges.append(range) }
      operations.append(.offlineAndRemoveMemoryRanges(ranges))
    } else if random.oneIn(2) {
      operations.append(.offlineAndRemoveMemory(range))
    } else {
      for position in first..<first + count where device.online >> UInt64(position) & 1 != 0 {
        operations.append(.writeState(device.block(position), texts.onlineTypes[0]))
      }
      if random.oneIn(8) {
        devices[index].online &= ~bits
        return
      }
      operations.append(.removeMemory(range))
    }
    devices[index].added &= ~bits
    devices[index].online &= ~bits
  }
}
