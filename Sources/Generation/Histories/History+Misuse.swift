// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension History {
  /// Has the notifier refuse, for a few operations.
  mutating func refuse(_ random: inout SplitMix64) {
    let errno = Int32(truncatingIfNeeded: random.pick([1, 5, 12, 16, 22, 110]))
    operations.append(
      .setNotifier(
        random.oneIn(2) ? .goingOnline : .goingOffline,
        .init(errno: errno, after: UInt32(truncatingIfNeeded: random.below(UInt64(4))))))
    refusalEnd = operations.count + 1 + random.below(6)
  }

  /// Asks for what the kernel refuses.
  mutating func misuse(_ random: inout SplitMix64) {
    let geometry = machine.geometry
    let device = devices[random.below(devices.count)]
    switch random.below(8) {
    case 0, 1, 2: operations.append(wrongAdd(device, &random))
    case 3, 4: operations.append(wrongRemove(device, &random))
    case 5: operations.append(.unregisterGroup(wrongGroup(&random)))
    case 6: operations.append(wrongRegister(device, &random))
    default:
      let block = MemoryBlockID(
        random.pick(
          [geometry.sectionCount - 1, geometry.sectionCount, 1 << 40, .max, bootEnd, 0]))
      switch random.below(3) {
      case 0: operations.append(.readValidZones(block))
      case 1: operations.append(.writeState(block, texts.onlineTypes[random.below(4)]))
      default: operations.append(.writeOnline(block, random.pick(texts.booleans)))
      }
    }
  }

  private func wrongAdd(
    _ device: PlannedDevice, _ random: inout SplitMix64
  ) -> TraceOperation {
    let blockPages = machine.blockPages
    let end = machine.geometry.pageCount
    var range = pages(device.firstBlock, 1 + random.below(device.blockCount))
    var target = device.target
    var usesMemmapOnMemory = device.mapsItself
    switch random.below(10) {
    case 9:
      // Beside boot memory, or a part of it, in the block that it shares.
      if let start = bootEdge(&random) {
        range.startPFN = start
        range.pageCount = random.oneIn(2) ? 1 + random.below(blockPages) : blockPages
      }
    case 0: range.startPFN += 1 << random.below(UInt64(17))
    case 1: range.pageCount += 1 << random.below(UInt64(17))
    case 2: range.pageCount = 0
    case 3: target = .group(wrongGroup(&random))
    case 4: target = .node(wrongNode(&random))
    case 5: range.startPFN = random.pick([end, end - blockPages, 1 << 52, .max])
    case 6:
      range.pageCount = random.pick(
        [blockPages << 21, end, 1 << 52, 1 << 63, .max])
    case 7: range.startPFN -= min(range.startPFN, blockPages)  // Into what is before.
    default: usesMemmapOnMemory = true
    }
    return .addMemory(range, target, usesMemmapOnMemory: usesMemmapOnMemory)
  }

  /// A page at or near the start or the end of a zone's boot memory.
  private func bootEdge(_ random: inout SplitMix64) -> UInt64? {
    let node = machine.nodes[random.below(machine.nodes.count)]
    let types: [4 of ZoneType] = [.dma32, .normal, .movable, .normal]
    let zone = node[types[random.below(4)]]
    var pages = PageRange(startPFN: zone.startPFN, pageCount: zone.spannedPages)
    if let memory = machine.memory, !memory.isEmpty, random.oneIn(2) {
      pages = memory[random.below(memory.count)].pages
    }
    guard pages.pageCount > 0 else { return nil }
    let edge = random.oneIn(2) ? pages.endPFN : pages.startPFN
    return random.oneIn(2) ? edge : max(edge + random.below(UInt64(2048)), 1024) - 1024
  }

  private func wrongRemove(
    _ device: PlannedDevice, _ random: inout SplitMix64
  ) -> TraceOperation {
    let blockPages = machine.blockPages
    let end = machine.geometry.pageCount
    var range = pages(device.firstBlock, device.blockCount)
    switch random.below(6) {
    case 0: range.startPFN += 1 << random.below(UInt64(17))
    case 1: range.pageCount += 1 << random.below(UInt64(17))
    case 2: range.pageCount = 0
    case 3: range = PageRange(startPFN: 0, pageCount: random.pick([end, 1 << 63]))
    case 4: range.startPFN = random.pick([0, end, 1 << 52, 0 &- blockPages])
    default: break  // All of the device, online or not.
    }
    // Much boot memory takes long to go, and some of it never does.
    let isHuge = range.pageCount > blockPages << 8
    return random.oneIn(isHuge ? 32 : 3)
      ? .offlineAndRemoveMemory(range) : .removeMemory(range)
  }

  private func wrongGroup(_ random: inout SplitMix64) -> MemoryGroupID {
    MemoryGroupID(
      Int32(truncatingIfNeeded: random.pick([0, 1, 2, 63, 64, 1 << 31 - 1, 1 << 31, .max])))
  }

  private func wrongNode(_ random: inout SplitMix64) -> NodeID {
    NodeID(Int32(truncatingIfNeeded: random.pick([.max, 7, 1023, 1024, 1 << 31 - 1, 1 << 31])))
  }

  private func wrongRegister(
    _ device: PlannedDevice, _ random: inout SplitMix64
  ) -> TraceOperation {
    let blockPages = machine.blockPages
    switch random.below(4) {
    case 0: return .registerGroup(.static(maxPages: 0), device.nodeID)
    case 1:
      let pages = random.pick([0, 1, blockPages / 2, blockPages * 3, blockPages + 1, .max])
      return .registerGroup(.dynamic(unitPages: pages), device.nodeID)
    case 2: return .registerGroup(.static(maxPages: blockPages), wrongNode(&random))
    default: return .registerGroup(.dynamic(unitPages: blockPages), wrongNode(&random))
    }
  }
}
