// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension History {
  /// A block of a device, mostly one that is there.
  // Inlined, so that the history isn't copied for the call.
  @inline(__always)
  private func anyBlock(
    _ random: inout SplitMix64
  ) -> (device: Int, position: Int) {
    let index = random.below(devices.count)
    let device = devices[index]
    let added = device.added
    guard added != 0, !random.oneIn(32) else {
      return (index, random.below(device.blockCount))
    }
    let offline = added & ~device.online
    // Offline ones are fewer and more is to be done about them.
    if offline != 0, random.oneIn(2) { return (index, random.bit(of: offline)) }
    return (index, random.bit(of: added))
  }

  mutating func writeState(_ random: inout SplitMix64) {
    let (index, position) = anyBlock(&random)
    let block = devices[index].block(position)
    guard !random.oneIn(12) else {
      operations.append(.writeState(block, random.pick(texts.oddOnlineTypes)))
      return
    }
    let isOnline = devices[index].online >> UInt64(position) & 1 != 0
    // Mostly what changes something; the rest leaves its type behind.
    let goesOffline = isOnline != random.oneIn(6)
    let type = goesOffline ? 0 : 1 + random.below(3)
    operations.append(
      .writeState(
        block, random.oneIn(2) ? texts.onlineTypes[type] : texts.onlineTypeLines[type]))
    note(index, position, isOnline: type != 0)
  }

  mutating func writeOnline(_ random: inout SplitMix64) {
    let (index, position) = anyBlock(&random)
    let text = random.pick(texts.booleans, or: texts.oddBooleans)
    operations.append(.writeOnline(devices[index].block(position), text))
    guard let isOnline = try? Bool(kernelText: text.bytes.span, of: machine.kernel) else { return }
    note(index, position, isOnline: isOnline)
  }

  private mutating func note(_ index: Int, _ position: Int, isOnline: Bool) {
    let bit: UInt64 = 1 << UInt64(position)
    guard devices[index].added & bit != 0 else { return }
    if isOnline { devices[index].online |= bit } else { devices[index].online &= ~bit }
  }

  mutating func readValidZones(_ random: inout SplitMix64) {
    let block: MemoryBlockID
    if random.oneIn(8), bootEnd > 0 {
      block = MemoryBlockID(random.below(bootEnd))
    } else {
      let (index, position) = anyBlock(&random)
      block = devices[index].block(position)
    }
    operations.append(
      random.oneIn(8)
        ? .readBlockFile(block, BlockFile(rawValue: UInt8(random.below(3))) ?? .state)
        : .readValidZones(block))
  }

  /// Offlines or onlines a block of boot memory, or one where there is none.
  mutating func touchBootMemory(_ random: inout SplitMix64) {
    guard bootEnd > 0 else { return }
    // The last blocks are at a zone's edge, where spans shrink.
    let back = random.oneIn(2) ? random.below(min(bootEnd, 4)) : random.below(bootEnd)
    let block = memoryEdge(&random) ?? MemoryBlockID(bootEnd - 1 - back)
    if random.oneIn(8) {
      operations.append(.offlineAndRemoveMemory(pages(block.rawValue, 1)))
      return
    }
    operations.append(.writeState(block, texts.onlineTypes[0]))
    if !random.oneIn(3) {
      operations.append(.writeState(block, texts.onlineTypes[1 + random.below(3)]))
    } else if random.oneIn(3) {
      operations.append(.removeMemory(pages(block.rawValue, 1)))
      operations.append(
        .addMemory(
          pages(block.rawValue, 1), .node(devices[0].nodeID), usesMemmapOnMemory: false))
    }
  }
}

extension History {
  /// Now and then a block in which a run of boot memory begins or ends, or the
  /// one beside it.
  private func memoryEdge(_ random: inout SplitMix64) -> MemoryBlockID? {
    guard random.oneIn(3), let memory = machine.memory, !memory.isEmpty else { return nil }
    let pages = memory[random.below(memory.count)].pages
    let pfn = random.oneIn(2) ? pages.startPFN : pages.endPFN - 1
    let block = pfn / machine.blockPages
    return MemoryBlockID(random.oneIn(3) ? max(block, 1) - 1 : block)
  }

  /// Takes out a part of the boot memory below 4 GiB and plans a device there,
  /// so that its blocks lie inside the span of a DMA zone.
  mutating func makeHole(_ random: inout SplitMix64) {
    let zone = machine.nodes[0][lowZone]
    let first = (zone.startPFN + machine.blockPages - 1) / machine.blockPages
    let end = zone.endPFN / machine.blockPages
    guard first + 1 < end else { return }
    let start = first + random.below(end - first - 1)
    let count = 1 + random.below(Int(min(end - start, 16)))
    operations.append(.offlineAndRemoveMemory(pages(start, count)))
    devices.append(
      PlannedDevice(
        kind: random.oneIn(4) ? .dimm : .virtio, nodeID: machine.nodes[0].id,
        firstBlock: start, blockCount: count,
        unitBlocks: 1 << random.below(5), mapsItself: random.oneIn(6)))
  }
}

// MARK: Parameters

extension History {
  func anyParameter(_ random: inout SplitMix64) -> TraceParameter {
    switch random.below(8) {
    case 0, 1: .module(.onlinePolicy)
    case 2, 3: .module(.autoMovableRatio)
    case 4: .module(.autoMovableNUMAAware)
    case 5: .module(.memmapOnMemory)
    case 6: .autoOnlineBlocks
    default:
      if random.oneIn(4) {
        random.oneIn(2) ? .unknown(texts.policies[0]) : .blockSizeBytes
      } else {
        .module(.autoMovableRatio)
      }
    }
  }

  mutating func writeParameter(_ random: inout SplitMix64) {
    let parameter = anyParameter(&random)
    let text: TraceText
    switch parameter {
    case .module(.onlinePolicy): text = random.pick(texts.policies, or: texts.oddPolicies)
    case .module(.autoMovableRatio):
      text = random.pick(texts.ratios, or: random.oneIn(2) ? texts.oddRatios : [anyNumber(&random)])
    case .module: text = random.pick(texts.booleans, or: texts.oddBooleans)
    case .autoOnlineBlocks: return writeAutoOnlineBlocks(&random)
    case .unknown, .blockSizeBytes:
      text = random.oneIn(4) ? texts.longText : texts.ratios[0]
    }
    operations.append(.writeParameter(parameter, random.oneIn(64) ? texts.longText : text))
    if strategy == .textFiles { operations.append(.readParameter(parameter)) }
  }

  /// A number in one of the kernel's radixes, of any length.
  private func anyNumber(_ random: inout SplitMix64) -> TraceText {
    let number = random.logUniform()
    switch random.below(4) {
    case 0: return TraceText("0x" + String(number, radix: 16))
    case 1: return TraceText("0" + String(number, radix: 8))
    case 2: return TraceText("\(number >> 32)\n")
    default: return TraceText("\(number)")
    }
  }

  mutating func writeAutoOnlineBlocks(_ random: inout SplitMix64) {
    if random.oneIn(8) {
      operations.append(
        .writeParameter(.autoOnlineBlocks, random.pick(texts.oddOnlineTypes)))
      return
    }
    let type = random.below(4)
    operations.append(.writeParameter(.autoOnlineBlocks, texts.onlineTypeLines[type]))
    autoOnlineType = OnlineType(rawValue: UInt8(type)) ?? .offline
  }
}
