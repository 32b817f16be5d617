// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension MachineLedger {
  /// The first invariant that a machine breaks, or `nil`.
  func brokenInvariant(_ machine: MachineSnapshot) -> Invariant? {
    guard !isClosed else { return nil }
    return brokenByBlocks(machine) ?? brokenByNodes(machine) ?? brokenByGroups(machine)
  }
}

// MARK: Blocks

extension MachineLedger {
  private func brokenByBlocks(_ machine: MachineSnapshot) -> Invariant? {
    for entry in entries {
      guard let block = entry.block else { continue }
      guard !block.isEarly || hasEarlyMemory(entry.id) else { return .earlyBlock }
      let isSound =
        block.isOnline
        ? !block.isDeviceOffline && (block.zone != nil || block.isEarly)
        : block.isOffline && block.isDeviceOffline && block.zone == nil
      guard isSound else { return .blockState }
      guard machine.nodes.contains(where: { $0.id == block.nodeID }) else {
        return .ownerIsThere
      }
      guard let groupID = block.groupID else { continue }
      guard machine.groups.contains(where: { $0.id == groupID }) else {
        return .ownerIsThere
      }
    }
    return nil
  }
}

// MARK: Nodes and zones

extension MachineLedger {
  private func brokenByNodes(_ machine: MachineSnapshot) -> Invariant? {
    var gains = Gains()
    for entry in entries {
      if let place = place(of: entry) {
        gains.add(blockPages, entry.block?.isEarly == true ? blockPages : 0, to: place)
      }
      // Counters are unsigned and their changes signed, so all sums wrap.
      if let place = entry.early { gains.add(0 &- blockPages, 0 &- blockPages, to: place) }
    }
    for index in machine.nodes.indices {
      let node = machine.nodes[index]
      let before = boot.nodes.first { $0.id == node.id } ?? Node(id: node.id)
      var present: UInt64 = 0
      for type in ZoneType.allCases {
        let zone = node[type]
        let gain = gains[Place(nodeID: node.id, zone: type)]
        guard zone.presentPages == before[type].presentPages &+ gain.present else {
          return .zonePresent
        }
        guard zone.presentEarlyPages == before[type].presentEarlyPages &+ gain.early else {
          return .zoneEarly
        }
        guard zone.cmaPages == before[type].cmaPages else { return .zoneCMA }
        present &+= zone.presentPages
      }
      guard machine.totals[index].presentPages == present else { return .nodePresent }
      if let invariant = brokenBySpans(node, machine.totals[index]) { return invariant }
    }
    return nil
  }

  private func brokenBySpans(_ node: Node, _ totals: NodeExtent) -> Invariant? {
    var hull: (start: UInt64, end: UInt64) = (.max, 0)
    for type in ZoneType.allCases where node[type].spannedPages != 0 {
      hull = (min(hull.start, node[type].startPFN), max(hull.end, node[type].endPFN))
    }
    if hull.end == 0 { hull = (0, 0) }
    guard totals.startPFN == hull.start, totals.endPFN == hull.end else { return .nodeSpan }
    guard hasExactSpans else { return nil }
    for type in ZoneType.allCases {
      let online = onlineHull(Place(nodeID: node.id, zone: type))
      guard node[type].startPFN == online.start, node[type].endPFN == online.end else {
        return .zoneSpan
      }
    }
    return nil
  }

  /// The first page frame number of a zone's online pages, and the one past
  /// them, or zeros.
  private func onlineHull(_ place: Place) -> (start: UInt64, end: UInt64) {
    var hull: (start: UInt64, end: UInt64) = (.max, 0)
    for memory in earlyMemory where memory.place == place {
      var start = memory.pages.startPFN
      var end = memory.pages.endPFN
      while start < end, hasLeft(place, blockAt: start) {
        start = (start / blockPages + 1) * blockPages
      }
      while start < end, hasLeft(place, blockAt: end - 1) {
        end = (end - 1) / blockPages * blockPages
      }
      if start < end { hull = (min(hull.start, start), max(hull.end, end)) }
    }
    for entry in entries where self.place(of: entry) == place {
      let start = entry.id * blockPages
      hull = (min(hull.start, start), max(hull.end, start + blockPages))
    }
    return hull.end == 0 ? (0, 0) : hull
  }

  /// Whether a page that was in a zone at boot isn't there any more.
  private func hasLeft(_ place: Place, blockAt pfn: UInt64) -> Bool {
    guard let entry = entry(pfn / blockPages), entry.early == place else { return false }
    return self.place(of: entry) != place
  }
}

// MARK: Groups

extension MachineLedger {
  private func brokenByGroups(_ machine: MachineSnapshot) -> Invariant? {
    for group in machine.groups {
      var (count, kernel, movable): (UInt32, UInt64, UInt64) = (0, 0, 0)
      for entry in entries {
        guard let block = entry.block, block.groupID == group.id else { continue }
        count += 1
        guard block.isOnline else { continue }
        if block.zone == .movable { movable += blockPages } else { kernel += blockPages }
      }
      guard group.blockCount == count else { return .groupBlocks }
      guard group.presentMovablePages == movable else { return .groupMovable }
      guard group.presentKernelPages == kernel else { return .groupKernel }
    }
    return nil
  }
}

/// What zones have more than after boot, modulo 2^64; they are few.
private struct Gains {
  private var places: [(place: MachineLedger.Place, present: UInt64, early: UInt64)] = []

  subscript(place: MachineLedger.Place) -> (present: UInt64, early: UInt64) {
    guard let gain = places.first(where: { $0.place == place }) else { return (0, 0) }
    return (gain.present, gain.early)
  }

  mutating func add(_ present: UInt64, _ early: UInt64, to place: MachineLedger.Place) {
    guard let index = places.firstIndex(where: { $0.place == place }) else {
      places.append((place, present, early))
      return
    }
    places[index].present &+= present
    places[index].early &+= early
  }
}
