// SPDX-License-Identifier: MIT

import AutoMovable

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
    for entry in entries.values {
      guard let block = entry.block else { continue }
      let isSound =
        block.isOnline
        ? !block.isDeviceOffline && (block.zone != nil || block.isEarly)
        : block.state == 4 && block.isDeviceOffline && block.zone == nil
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
    var gains: [Place: (present: UInt64, early: UInt64)] = [:]
    for entry in entries.values {
      // Counters are unsigned and their changes signed, so all sums wrap.
      if let place = place(of: entry) {
        gains[place, default: (0, 0)].present &+= blockPages
        if entry.block?.isEarly == true {
          gains[place, default: (0, 0)].early &+= blockPages
        }
      }
      if let place = entry.early {
        gains[place, default: (0, 0)].present &-= blockPages
        gains[place, default: (0, 0)].early &-= blockPages
      }
    }
    for index in machine.nodes.indices {
      let node = machine.nodes[index]
      let before = boot.nodes.first { $0.id == node.id } ?? Node(id: node.id)
      var present: UInt64 = 0
      for type in ZoneType.allCases {
        let zone = node[type]
        let gain = gains[Place(nodeID: node.id, zone: type)] ?? (0, 0)
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

  private func brokenBySpans(_ node: Node, _ totals: NodeTotals) -> Invariant? {
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
    for (id, entry) in entries where self.place(of: entry) == place {
      let start = id * blockPages
      hull = (min(hull.start, start), max(hull.end, start + blockPages))
    }
    return hull.end == 0 ? (0, 0) : hull
  }

  /// Whether a page that was in a zone at boot isn't there any more.
  private func hasLeft(_ place: Place, blockAt pfn: UInt64) -> Bool {
    guard let entry = entries[pfn / blockPages], entry.early == place else { return false }
    return self.place(of: entry) != place
  }
}

// MARK: Groups

extension MachineLedger {
  private func brokenByGroups(_ machine: MachineSnapshot) -> Invariant? {
    var blocks: [MemoryGroupID: [BlockSnapshot]] = [:]
    for entry in entries.values {
      guard let block = entry.block, let groupID = block.groupID else { continue }
      blocks[groupID, default: []].append(block)
    }
    for group in machine.groups {
      let own = blocks[group.id] ?? []
      guard own.count == Int(group.blockCount) else { return .groupBlocks }
      let online = own.filter(\.isOnline)
      let movable = UInt64(online.count { $0.zone == .movable })
      guard group.presentMovablePages == movable * blockPages else { return .groupMovable }
      guard group.presentKernelPages == (UInt64(online.count) - movable) * blockPages
      else { return .groupKernel }
    }
    return nil
  }
}
