// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension History {
  /// Spoils the machine, mostly so that it can't be, and looks at its blocks in
  /// case it can.
  mutating func spoil(_ random: inout SplitMix64) {
    for _ in 0..<1 + random.below(2) {
      if machine.memory != nil, !random.oneIn(3) {
        spoilMemory(&random)
      } else {
        spoilZone(&random)
      }
    }
    if random.oneIn(16) {
      machine.blockSizeBytes = random.pick([0, 1 << 26, 3 << 27, 1 << 52, 1 << 53, 1 << 63, 4096])
    }
    guard machine.blockPages > 0 else { return }
    for _ in 0..<4 {
      guard let pfn = edge(&random) else { return }
      let block = MemoryBlockID(pfn / machine.blockPages)
      operations.append(.readValidZones(block))
      operations.append(.writeState(block, texts.onlineTypes[random.below(4)]))
    }
  }

  /// Changes a zone's span or counters by a little, or to something wild.
  private mutating func spoilZone(_ random: inout SplitMix64) {
    let node = random.below(machine.nodes.count)
    let types: [8 of ZoneType] = [
      .dma, .dma32, .dma32, .normal, .normal, .normal, .movable, .device,
    ]
    let type = types[random.below(8)]
    let step = random.oneIn(2) ? machine.blockPages : 1 + random.below(UInt64(2))
    let wild = random.pick([
      0, 1, machine.geometry.pageCount, machine.geometry.pageCount - 1, 1 << 63, .max,
    ])
    switch random.below(10) {
    case 0: machine.nodes[node][type].startPFN = wild
    case 1: machine.nodes[node][type].spannedPages = wild
    case 2: machine.nodes[node][type].startPFN &-= step
    case 3: machine.nodes[node][type].spannedPages &+= step
    case 4: machine.nodes[node][type].spannedPages &-= step
    case 5: machine.nodes[node][type].presentEarlyPages &+= step
    case 6: machine.nodes[node][type].presentEarlyPages &-= step
    case 7: machine.nodes[node][type].presentPages = random.oneIn(2) ? 0 : wild
    case 8: machine.memory = nil
    default:
      // Up to the last page, or one page past it.
      machine.nodes[node][type].spannedPages =
        machine.geometry.pageCount &- machine.nodes[node][type].startPFN
        &+ (random.oneIn(2) ? 1 : 0)
    }
  }

  /// Changes a run of boot memory.
  private mutating func spoilMemory(_ random: inout SplitMix64) {
    guard var memory = machine.memory, !memory.isEmpty else { return }
    let index = random.below(memory.count)
    switch random.below(9) {
    case 0: memory[index].pages.pageCount = 0
    case 1: memory[index].pages.startPFN &-= 1
    case 2: memory[index].pages.startPFN &+= 1
    case 3: memory[index].pages.pageCount &+= 1
    case 4:
      memory[index].pages.startPFN = random.pick([
        machine.geometry.pageCount, machine.geometry.pageCount - 1, 1 << 52, .max,
      ])
    case 5: memory[index].pages.pageCount = random.pick([1 << 40, 1 << 52, 1 << 63, .max])
    case 6: memory.append(memory[index])
    case 7: memory.swapAt(index, random.below(memory.count))
    default: memory.remove(at: index)
    }
    if random.oneIn(8) {
      memory.insert(
        BootMemory(PageRange(startPFN: 0, pageCount: 1), nodeID: NodeID(7)), at: 0)
    }
    machine.memory = memory
    // The counters may go along, so that only the rest is wrong.
    if random.oneIn(4) { countMemory() }
  }

  /// Has zones count the memory that there is.
  private mutating func countMemory() {
    guard let memory = machine.memory else { return }
    for node in machine.nodes.indices {
      for type in ZoneType.allCases where type != .device {
        let zone = machine.nodes[node][type]
        var count: UInt64 = 0
        for run in memory where run.nodeID == machine.nodes[node].id {
          let start = max(run.pages.startPFN, zone.startPFN)
          let end = min(run.pages.endPFN, zone.endPFN)
          if start < end { count &+= end - start }
        }
        machine.nodes[node][type].presentEarlyPages = count
      }
    }
  }

  /// A page at which a zone begins or ends.
  private func edge(_ random: inout SplitMix64) -> UInt64? {
    let node = machine.nodes[random.below(machine.nodes.count)]
    let types: [4 of ZoneType] = [.dma, .dma32, .normal, .movable]
    let zone = node[types[random.below(4)]]
    guard zone.spannedPages > 0 else { return nil }
    return random.oneIn(2) ? zone.startPFN : zone.endPFN &- 1
  }
}
