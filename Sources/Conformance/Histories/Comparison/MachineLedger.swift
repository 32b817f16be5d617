// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// What a machine's counters have to be, by its blocks alone.
///
/// Keeps its own books: the machine at boot, and each block that an operation
/// could have changed as it was found afterwards. From these it adds up what
/// zones, nodes and groups must have, which no machine does that way.
struct MachineLedger {
  /// A zone of a node.
  struct Place: Hashable {
    let nodeID: NodeID
    let zone: ZoneType
  }

  /// Boot memory of a zone, without a hole.
  struct EarlyMemory {
    let pages: PageRange
    let place: Place
  }

  /// A block as it was found last.
  struct Entry {
    let id: UInt64
    /// The block, or `nil` if it wasn't there.
    let block: BlockSnapshot?
    /// Where the block counted after boot, if it was whole and in one zone.
    /// Other boot blocks never change.
    let early: Place?
  }

  let blockPages: UInt64
  let boot: MachineSnapshot
  let earlyMemory: [EarlyMemory]

  /// Whether zones span exactly the hull of their online pages.
  let hasExactSpans: Bool

  /// Whether more was added than is looked at, after which nothing is known.
  private(set) var isClosed = false

  /// The blocks that operations named, ids ascending.
  private(set) var entries: [Entry] = []

  init(_ machine: TraceMachine, _ boot: MachineSnapshot) {
    blockPages = machine.blockPages
    self.boot = boot
    var earlyMemory: [EarlyMemory] = []
    var hasExactSpans = true
    for node in machine.nodes {
      for type in ZoneType.allCases {
        let zone = node[type]
        guard zone.isPopulated, zone.spannedPages != 0, type != .device else {
          // A span without memory, or memory that isn't anywhere.
          if zone != Zone() { hasExactSpans = false }
          continue
        }
        let parts = machine.memory(of: zone, node.id)
        // The kernel looks for a new edge at one page in so many.
        let isExact =
          parts.first?.startPFN == zone.startPFN && parts.last?.endPFN == zone.endPFN
          && parts.allSatisfy {
            ($0.startPFN | $0.endPFN) % machine.geometry.pagesPerSubsection == 0
          }
        if !isExact { hasExactSpans = false }
        for pages in parts {
          earlyMemory.append(
            EarlyMemory(pages: pages, place: Place(nodeID: node.id, zone: type)))
        }
      }
    }
    self.earlyMemory = earlyMemory
    self.hasExactSpans = hasExactSpans
  }
}

extension MachineLedger {
  /// The blocks that are looked at one by one.
  private static var maximumBlocks: UInt64 { 4096 }

  /// Takes note of how the blocks that an operation names are now.
  mutating func update(
    _ ids: Range<UInt64>, after operation: TraceOperation, of machine: some Machine
  ) {
    if ids.upperBound - ids.lowerBound <= Self.maximumBlocks {
      for id in ids { update(id, of: machine) }
      return
    }
    if case .addMemory = operation, machine.block(MemoryBlockID(ids.lowerBound)) != nil {
      isClosed = true
    }
    // What else is named was there before.
    for entry in entries where ids.contains(entry.id) { update(entry.id, of: machine) }
    for memory in earlyMemory {
      let first = max(memory.pages.startPFN / blockPages, ids.lowerBound)
      let end = min(memory.pages.endPFN / blockPages + 1, ids.upperBound)
      guard first < end else { continue }
      for id in first..<min(end, first + Self.maximumBlocks) where entry(id) == nil {
        update(id, of: machine)
      }
    }
  }

  private mutating func update(_ id: UInt64, of machine: some Machine) {
    let block = machine.block(MemoryBlockID(id))
    let index = index(of: id)
    let isThere = index < entries.count && entries[index].id == id
    let early = isThere ? entries[index].early : earlyPlace(of: id)
    switch (isThere, block != nil || early != nil) {
    case (true, true): entries[index] = Entry(id: id, block: block, early: early)
    case (true, false): entries.remove(at: index)
    case (false, true): entries.insert(Entry(id: id, block: block, early: early), at: index)
    case (false, false): break
    }
  }

  /// The entry of a block.
  func entry(_ id: UInt64) -> Entry? {
    let index = index(of: id)
    return index < entries.count && entries[index].id == id ? entries[index] : nil
  }

  /// The position of the first entry with an id from `id` on.
  private func index(of id: UInt64) -> Int {
    partitionPoint(entries.count) { entries[$0].id < id }
  }

  private func earlyPlace(of id: UInt64) -> Place? {
    let start = id * blockPages
    return earlyMemory.first {
      $0.pages.startPFN <= start && start + blockPages <= $0.pages.endPFN
    }?.place
  }

  /// Whether there was memory in a block at boot.
  func hasEarlyMemory(_ id: UInt64) -> Bool {
    let start = id * blockPages
    return earlyMemory.contains {
      $0.pages.startPFN < start + blockPages && $0.pages.endPFN > start
    }
  }

  /// Where a block counts now.
  func place(of entry: Entry) -> Place? {
    guard let block = entry.block, block.isOnline, let zone = block.zone,
      // A boot block that isn't whole counts by parts, for ever.
      !block.isEarly || entry.early != nil
    else { return nil }
    return Place(nodeID: block.nodeID, zone: zone)
  }
}

extension BlockSnapshot {
  var isOnline: Bool { state == UInt64(MemoryBlock.State.online.rawValue) }
  var isOffline: Bool { state == UInt64(MemoryBlock.State.offline.rawValue) }
}

extension TraceMachine {
  /// The memory that a zone has at boot, ascending. Runs that go on in each other
  /// are one.
  fileprivate func memory(of zone: Zone, _ id: NodeID) -> [PageRange] {
    guard let memory else {
      return [PageRange(startPFN: zone.startPFN, pageCount: zone.spannedPages)]
    }
    var parts: [PageRange] = []
    for run in memory where run.nodeID == id {
      let start = max(run.pages.startPFN, zone.startPFN)
      let end = min(run.pages.endPFN, zone.endPFN)
      guard start < end else { continue }
      if let last = parts.last, last.endPFN == start {
        parts[parts.count - 1].pageCount += end - start
      } else {
        parts.append(PageRange(startPFN: start, pageCount: end - start))
      }
    }
    return parts
  }
}
