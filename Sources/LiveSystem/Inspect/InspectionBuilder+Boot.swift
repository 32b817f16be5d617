// SPDX-License-Identifier: MIT

import AutoMovable

// MARK: Zones of blocks

extension InspectionBuilder {
  /// The position of a block's node.
  func nodeIndex(of block: CaptureBlock) -> Int? { nodes.firstIndex { $0.id == block.nodeID } }

  /// The zone that a boot block was in at boot, or `nil` if it was in several.
  ///
  /// One that is offline now, or movable though no boot parameter asked for that, was
  /// taken there by hand; its address tells where it was.
  func bootZone(of block: CaptureBlock) -> ZoneType? {
    guard wasMoved(block) else { return block.currentZone }
    guard let index = nodeIndex(of: block) else { return .normal }
    let pages = PageRange(startPFN: block.index * blockPages, pageCount: blockPages)
    let node = nodes[index]
    if let zone = [ZoneType.dma, .dma32, .normal].first(where: { node[$0].intersects(pages) }) {
      return zone
    }
    let isBelow = pages.endPFN <= geometry.fourGiB
    return isBelow && nodes.contains { $0[.dma32].spannedPages > 0 } ? .dma32 : .normal
  }

  /// Whether a boot block isn't where boot left it.
  func wasMoved(_ block: CaptureBlock) -> Bool {
    !block.isOnline || block.currentZone == .movable && !record.mayBootMovable
  }

  /// The early pages of each zone now: those that no device brought.
  ///
  /// All of a block that came later is in one zone.
  mutating func earlyPagesNow() -> [[UInt64]] {
    var early = nodes.map { node in ZoneType.allCases.map { node[$0].presentPages } }
    for (block, device) in blocks where device != nil && block.isOnline {
      guard let index = nodeIndex(of: block), let zone = block.currentZone else { continue }
      let rest = early[index][Int(zone.rawValue)].subtractingReportingOverflow(blockPages)
      if rest.overflow {
        warn(
          "counters",
          "\(zone) of node \(nodes[index].id) has fewer pages than its online blocks: "
            + "were the files read at one time?")
        early[index][Int(zone.rawValue)] = 0
        break
      }
      early[index][Int(zone.rawValue)] = rest.partialValue
    }
    for (node, type, field, value) in zoneSettings where field == .presentEarlyPages {
      early[node][Int(type.rawValue)] = value
    }
    return early
  }
}

// MARK: The machine at boot

extension InspectionBuilder {
  /// The machine as boot left it.
  ///
  /// - Parameter early: The early pages of each zone now.
  mutating func bootMachine(_ early: [[UInt64]]) -> ReplayBoot {
    let bootBlocks = blocks.filter { $0.device == nil }.map(\.block)
    let memory = bootMemory(in: bootBlocks)
    var boot = nodes.map { Node(id: $0.id) }
    for (index, spans) in spans(of: memory, bootBlocks).enumerated() {
      for (type, span) in zip(ZoneType.allCases, spans) {
        guard let span else { continue }
        boot[index][type] = Zone(
          startPFN: span.lowerBound, spannedPages: UInt64(span.count),
          cmaPages: nodes[index][type].cmaPages)
      }
    }
    // What boot found, wherever it is now.
    var early = early
    for block in bootBlocks where wasMoved(block) {
      guard let index = nodeIndex(of: block), let zone = bootZone(of: block) else { continue }
      early[index][Int(zone.rawValue)] &+= blockPages
      if let zone = block.currentZone {
        early[index][Int(zone.rawValue)] &-= blockPages
      }
    }
    let fitted = fit(memory, to: &boot, early)
    return ReplayBoot(
      nodes: boot, memory: fitted, blockPages: blockPages, parameters: parameters,
      autoOnlineType: autoOnlineType, kernel: kernel, geometry: geometry)
  }

  /// The memory that boot found in some blocks.
  private func bootMemory(in blocks: [CaptureBlock]) -> [BootMemory] {
    if let runs = record.bootMemory(of: geometry)
      ?? (record.areBlocksAssumed ? record.assumedMemory : nil)
    {
      return runs.flatMap { run in
        [BootMemory](
          [run.range.startPFN..<run.range.endPFN], in: blocks, blockPages: blockPages, nodes: []
        )
        .map { BootMemory($0.pages, nodeID: run.nodeID) }
      }
    }
    let whole =
      origins.bootRanges
      ?? blocks.map {
        $0.index * blockPages..<($0.index + 1) * blockPages
      }
    return [BootMemory](whole, in: blocks, blockPages: blockPages, nodes: nodes)
  }

  /// Makes early pages and boot memory say the same: a zone spans some memory that isn't
  /// there.
  private mutating func fit(
    _ memory: [BootMemory], to boot: inout [Node], _ early: [[UInt64]]
  ) -> [BootMemory] {
    var (memory, counts) = memory.fitted(to: boot)
    for index in boot.indices {
      for type in ZoneType.allCases {
        let count = counts[index][Int(type.rawValue)]
        var pages = count
        if hasCounters {
          pages = early[index][Int(type.rawValue)]
          if pages < count {
            if let trimmed = memory.trimmed(
              by: count - pages, in: boot[index][type], of: boot[index].id,
              blockPages: blockPages)
            {
              memory = trimmed
            } else {
              pages = count
            }
          }
          if pages != early[index][Int(type.rawValue)] || pages > count {
            warn(
              "boot-memory",
              "\(type) of node \(boot[index].id) has \(early[index][Int(type.rawValue)]) pages of "
                + "boot by its counters, but \(count) by its blocks")
            pages = count
          }
        }
        boot[index][type].presentPages = pages
        boot[index][type].presentEarlyPages = pages
        if pages == 0 { boot[index][type] = Zone() }
      }
    }
    return memory
  }
}

// MARK: Spans at boot

extension InspectionBuilder {
  /// What zones spanned at boot, by node and type.
  ///
  /// A span reaches from its first page to its last one. An end where there is no block
  /// that came later, or was moved, is as it was at boot, be there memory or not.
  private func spans(
    of memory: [BootMemory], _ bootBlocks: [CaptureBlock]
  ) -> [[Range<UInt64>?]] {
    var hulls = nodes.map { _ in [Range<UInt64>?](repeating: nil, count: ZoneType.count) }
    var zones: [UInt64: ZoneType] = [:]
    for block in bootBlocks {
      if let zone = bootZone(of: block) { zones[block.index] = zone }
    }
    for run in memory {
      guard let index = nodes.firstIndex(where: { $0.id == run.nodeID }) else { continue }
      var start = run.pages.startPFN
      while start < run.pages.endPFN {
        let end = min((start / blockPages + 1) * blockPages, run.pages.endPFN)
        if let zone = zones[start / blockPages] {
          hulls[index][Int(zone.rawValue)].extend(by: start..<end)
        } else {
          for type in ZoneType.allCases {
            let zone = nodes[index][type]
            let (first, last) = (max(start, zone.startPFN), min(end, zone.endPFN))
            if first < last { hulls[index][Int(type.rawValue)].extend(by: first..<last) }
          }
        }
        start = end
      }
    }
    let later = Set(blocks.lazy.filter { $0.device != nil }.map(\.block.index))
    for index in nodes.indices {
      for type in ZoneType.allCases {
        let zone = nodes[index][type]
        guard hasCounters, zone.spannedPages > 0, let hull = hulls[index][Int(type.rawValue)]
        else { continue }
        func isAsAtBoot(_ page: UInt64) -> Bool {
          let block = page / blockPages
          return !later.contains(block) && zones[block].map { $0 == type } ?? true
        }
        let start =
          isAsAtBoot(zone.startPFN) ? min(zone.startPFN, hull.lowerBound) : hull.lowerBound
        let end = isAsAtBoot(zone.endPFN &- 1) ? max(zone.endPFN, hull.upperBound) : hull.upperBound
        if start < end { hulls[index][Int(type.rawValue)] = start..<end }
      }
    }
    return hulls
  }
}

extension Range<UInt64>? {
  /// Makes the range reach to another one.
  fileprivate mutating func extend(by other: Range<UInt64>) {
    self =
      self.map {
        min($0.lowerBound, other.lowerBound)..<max($0.upperBound, other.upperBound)
      } ?? other
  }
}
