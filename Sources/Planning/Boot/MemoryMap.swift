// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// The memory that firmware tells a machine of, and whose node it is.
///
/// On x86 this is what QEMU and SeaBIOS make. Of the first MiB there are 158 pages, and the
/// last 128 KiB below 4 GiB hold ACPI tables: 130 pages are absent. UEFI keeps more.
/// Elsewhere memory is in one piece, and what is absent is at its end.
struct MemoryMap {
  /// Memory that the kernel may use, in bytes, ascending and apart.
  private(set) var ranges: [Range<UInt64>] = []

  /// Memory that is set aside for a driver, such as `dax_hmem`.
  private(set) var reserves: [Range<UInt64>] = []

  /// What is no memory even if the command line says so.
  private var holes: [Range<UInt64>] = []

  /// Which addresses belong to a node, ascending.
  private var owners: [(addresses: Range<UInt64>, nodeID: NodeID)] = []

  /// The first address above all of it; on x86 4 GiB at least.
  private(set) var end: UInt64 = 1 << 32

  private let pageSize: UInt64
}

extension MemoryMap {
  /// The pages that are absent as a rule.
  static let usualAbsentPages: UInt64 = lowHolePages + tablePages

  /// Page 0, and what lies between 636 KiB and 1 MiB.
  private static let lowHolePages: UInt64 = 98
  private static let tablePages: UInt64 = 32
  private static let low: UInt64 = 1 << 20

  /// Makes the map of a machine.
  ///
  /// - Parameter absentPages: How many pages of the boot memory aren't there.
  /// - Throws: If that is more than there is.
  init(
    _ scenario: Scenario, absentPages: UInt64, _ arguments: KernelArguments,
    _ architecture: Architecture
  ) throws(PlanError) {
    pageSize = architecture.geometry.pageSize
    if architecture == .x86_64 {
      try fill(scenario, absentPages: absentPages, arguments)
    } else {
      try fill(scenario, from: architecture.firstAddress, absentPages: absentPages, arguments)
    }
  }

  /// Memory in one piece.
  private mutating func fill(
    _ scenario: Scenario, from start: UInt64, absentPages: UInt64, _ arguments: KernelArguments
  ) throws(PlanError) {
    let total = scenario.nodes.reduce(into: UInt64(0)) { $0 += $1.rawValue }
    guard absentPages < total / pageSize else {
      throw PlanError("absent", "expected fewer pages than there are, \(total / pageSize)")
    }
    var next = start
    for (index, size) in scenario.nodes.enumerated() where size.rawValue > 0 {
      owners.append((next..<next + size.rawValue, NodeID(Int32(index))))
      next += size.rawValue
    }
    end = next
    ranges = [start..<end - absentPages * pageSize]
    for edit in arguments.edits { apply(edit) }
  }

  /// Memory of an x86 machine.
  private mutating func fill(
    _ scenario: Scenario, absentPages: UInt64, _ arguments: KernelArguments
  ) throws(PlanError) {
    let page = pageSize
    let total = scenario.nodes.reduce(into: UInt64(0)) { $0 += $1.rawValue }
    let below = Self.belowFourGiB(total, scenario.chipset)
    addOwners(scenario.nodes, below: below)
    end = max(1 << 32, (1 << 32) + (total - below))

    // Of the first MiB goes what is absent there; what is more goes from the top.
    let absentLow = min(absentPages, Self.lowHolePages)
    let absentTop = absentPages - absentLow
    let most = Self.lowHolePages + (max(below, Self.low) - Self.low) / page
    guard absentPages < most, below > Self.low else {
      throw PlanError(
        "absent",
        "expected fewer than \(most) pages: of those below 4 GiB, and of the first MiB "
          + "\(Self.lowHolePages) at most")
    }
    let first: UInt64 = absentLow > 0 ? page : 0
    let gap = absentLow > 0 ? (absentLow - 1) * page : 0
    // The gap ends at 1 MiB, but for the usual one.
    let gapEnd = Self.low
    ranges = [first..<gapEnd - gap, Self.low..<below - absentTop * page]
    if total > below { ranges.append(1 << 32..<(1 << 32) + (total - below)) }
    for edit in arguments.edits { apply(edit) }
    if absentLow == Self.lowHolePages {
      // What a BIOS has there is no memory, whatever the command line says.
      remove(0..<page)
      remove(0xA0000..<Self.low)
    }
  }

  /// How much of the memory QEMU puts below 4 GiB.
  private static func belowFourGiB(_ total: UInt64, _ chipset: Scenario.Chipset) -> UInt64 {
    switch chipset {
    case .pc: total >= 0xE000_0000 ? 0xC000_0000 : total
    case .q35: total >= 0xB000_0000 ? 0x8000_0000 : total
    }
  }

  /// Gives each node the addresses that are next, past the gap below 4 GiB.
  private mutating func addOwners(_ nodes: [ByteCount], below: UInt64) {
    var next: UInt64 = 0
    for (index, size) in nodes.enumerated() {
      var rest = size.rawValue
      while rest > 0 {
        if next == below { next = 1 << 32 }
        let part = next < below ? min(rest, below - next) : rest
        owners.append((next..<next + part, NodeID(Int32(index))))
        next += part
        rest -= part
      }
    }
  }

  private mutating func apply(_ edit: KernelArguments.MapEdit) {
    switch edit {
    case .clear: (ranges, reserves, holes) = ([], [], [])
    case .add(let range):
      remove(range)
      ranges.append(range)
      ranges.sort { $0.lowerBound < $1.lowerBound }
      for hole in holes { remove(hole) }
    case .remove(let range): remove(range)
    case .reserve(let range):
      holes.append(range)
      remove(range)
    case .setAside(let range):
      reserves += ranges.compactMap {
        $0.overlaps(range) ? $0.clamped(to: range) : nil
      }
      holes.append(range)
      remove(range)
    }
  }

  private mutating func remove(_ hole: Range<UInt64>) {
    ranges = ranges.flatMap { range -> [Range<UInt64>] in
      guard range.overlaps(hole) else { return [range] }
      return [
        range.lowerBound..<max(range.lowerBound, min(hole.lowerBound, range.upperBound)),
        min(range.upperBound, max(hole.upperBound, range.lowerBound))..<range.upperBound,
      ].filter { !$0.isEmpty }
    }
  }
}

extension MemoryMap {
  /// The memory in whole pages, each with its node; none of what belongs to none.
  var memory: [BootMemory] {
    let page = pageSize
    var memory: [BootMemory] = []
    for range in ranges {
      let pages =
        (range.lowerBound + page - 1)
        / page..<max(
          (range.lowerBound + page - 1) / page, range.upperBound / page)
      for owner in owners {
        let own = owner.addresses.lowerBound / page..<owner.addresses.upperBound / page
        guard own.overlaps(pages) else { continue }
        let part = pages.clamped(to: own)
        let count = part.upperBound - part.lowerBound
        if let last = memory.last, last.nodeID == owner.nodeID,
          last.pages.endPFN == part.lowerBound
        {
          memory[memory.count - 1].pages.pageCount += count
        } else {
          memory.append(
            BootMemory(
              PageRange(startPFN: part.lowerBound, pageCount: count), nodeID: owner.nodeID))
        }
      }
    }
    return memory
  }

  /// The node that an address belongs to; 0 for one that belongs to none.
  func nodeID(of address: UInt64) -> NodeID {
    owners.first { $0.addresses.contains(address) }?.nodeID ?? 0
  }
}
