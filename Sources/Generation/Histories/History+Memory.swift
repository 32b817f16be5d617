// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension History {
  /// Makes boot memory with holes: those that a PC has, those that firmware makes,
  /// and those in which another node has its memory.
  ///
  /// - Returns: The page past the last zone.
  mutating func makeMemory(_ random: inout SplitMix64) -> UInt64 {
    var memory: [BootMemory] = []
    // Room for holes and for memory behind the rest.
    memory.reserveCapacity(4 * machine.nodes.count)
    for node in machine.nodes {
      for type in ZoneType.allCases where type != .device && node[type].isPopulated {
        let zone = node[type]
        memory.append(
          BootMemory(
            PageRange(startPFN: zone.startPFN, pageCount: zone.spannedPages),
            nodeID: node.id))
      }
    }
    memory.sort { $0.pages.startPFN < $1.pages.startPFN }
    spanLowHole()
    if random.oneIn(3), let run = moreMemory(behind: memory, &random) { memory.append(run) }
    for run in memory {
      while random.oneIn(3) {
        memory.cut(hole(in: run.pages, &random))
      }
    }
    machine.memory = memory
    machine.fitMemory()
    // But for memory at the last page, behind which nothing can come.
    var end: UInt64 = 0
    for node in machine.nodes {
      for type in ZoneType.allCases
      where type != .device && node[type].endPFN < machine.geometry.pageCount {
        end = max(end, node[type].endPFN)
      }
    }
    return end
  }

  /// Lets DMA32 span up to 4 GiB, or as many sections, if its node has memory there.
  private mutating func spanLowHole() {
    guard machine.nodes[0][lowZone].isPopulated,
      machine.nodes[0][.normal].isPopulated || machine.nodes[0][.movable].isPopulated
    else { return }
    let zone = machine.nodes[0][lowZone]
    machine.nodes[0][lowZone].spannedPages = max(zone.endPFN, lowEnd) - zone.startPFN
  }

  /// Lets the last zone of a node go on behind all memory. What other nodes have in
  /// between lies in its span.
  private mutating func moreMemory(
    behind memory: [BootMemory], _ random: inout SplitMix64
  ) -> BootMemory? {
    let index = random.below(machine.nodes.count)
    let types: [ZoneType] = [.movable, .normal]
    guard let end = memory.last?.pages.endPFN, end >= lowEnd, end < machine.geometry.pageCount,
      let type = types.first(where: { machine.nodes[index][$0].isPopulated })
    else { return nil }
    let zone = machine.nodes[index][type]
    let start = end + random.below(UInt64(3)) << machine.geometry.sectionShift
    let run = PageRange(
      startPFN: start, pageCount: (1 + random.below(UInt64(8))) << machine.geometry.sectionShift)
    machine.nodes[index][type].spannedPages = run.endPFN - zone.startPFN
    return BootMemory(run, nodeID: machine.nodes[index].id)
  }

  /// A hole in a run of memory, or at one of its ends.
  private func hole(in run: PageRange, _ random: inout SplitMix64) -> PageRange {
    let grids: [6 of UInt64] = [
      1, 1, machine.geometry.pagesPerSubsection, machine.geometry.pagesPerSection,
      machine.blockPages, machine.blockPages,
    ]
    let grid = grids[random.below(6)]
    // What a PC has below 1 MiB.
    if run.startPFN < 2, random.oneIn(2) { return PageRange(startPFN: 159, pageCount: 97) }
    let pages = (1 + random.below(UInt64(grid == 1 ? 512 : 4))) * grid
    switch random.below(4) {
    case 0: return PageRange(startPFN: run.startPFN, pageCount: pages)
    case 1:
      let pages = min(pages, run.pageCount)
      return PageRange(startPFN: run.endPFN - pages, pageCount: pages)
    default:
      let start = run.startPFN + random.below(run.pageCount)
      return PageRange(startPFN: start / grid * grid, pageCount: pages)
    }
  }
}

extension History {
  /// The blocks in a gap of boot memory: the first one and their number.
  func gap(_ random: inout SplitMix64) -> (first: UInt64, count: Int)? {
    guard let memory = machine.memory, memory.count > 1 else { return nil }
    let index = 1 + random.below(memory.count - 1)
    let blockPages = machine.blockPages
    let first = (memory[index - 1].pages.endPFN + blockPages - 1) / blockPages
    let end = memory[index].pages.startPFN / blockPages
    return first < end ? (first, Int(min(end - first, 64))) : nil
  }
}

extension [BootMemory] {
  /// Takes pages away.
  fileprivate mutating func cut(_ hole: PageRange) {
    var index = 0
    while index < count {
      let (run, nodeID) = (self[index].pages, self[index].nodeID)
      let lowerEnd = Swift.min(run.endPFN, hole.startPFN)
      let upperStart = Swift.max(run.startPFN, hole.endPFN)
      var parts = 0
      if run.startPFN < lowerEnd {
        self[index].pages.pageCount = lowerEnd - run.startPFN
        parts = 1
      }
      if upperStart < run.endPFN {
        let upper = BootMemory(
          PageRange(startPFN: upperStart, pageCount: run.endPFN - upperStart), nodeID: nodeID)
        if parts == 0 { self[index] = upper } else { insert(upper, at: index + 1) }
        parts += 1
      }
      if parts == 0 { remove(at: index) }
      index += parts
    }
  }
}
