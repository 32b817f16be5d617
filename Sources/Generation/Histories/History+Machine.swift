// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension History {
  /// Makes the machine and the ranges of its devices.
  mutating func makeMachine(_ random: inout SplitMix64) {
    makeParameters(&random)
    // Mostly sections; larger blocks make larger machines.
    var order = random.oneIn(3) ? random.below(UInt64(5)) : 0
    // The map of a block of 8 GiB fills a section, and those of larger ones several.
    if random.oneIn(24) { order = 6 + random.below(UInt64(3)) }
    machine.blockSizeBytes <<= order
    var nodeCount = [1, 1, 1, 1, 2, 2, 3, 4][random.below(8)]
    if !machine.geometry.isNUMA { nodeCount = 1 }
    var end: UInt64 = 0
    var nodeID: Int32 = 0
    for _ in 0..<nodeCount {
      makeNode(NodeID(nodeID), from: &end, &random)
      nodeID += random.oneIn(8) ? 2 : 1
    }
    let farNode = random.oneIn(24) && machine.geometry.isNUMA ? NodeID(nodeID + 1) : nil
    if let farNode { reachLastPage(farNode, &random) }
    if random.oneIn(16) { makeDeviceZone(&random) }
    if !machine.geometry.isNUMA { nodeID = 0 }
    if random.oneIn(2) { end = makeMemory(&random) }
    // One node more than there is memory for, or any node at all.
    if !random.oneIn(4) {
      var ids = (0...nodeID).map { NodeID($0) }
      if let farNode { ids.append(farNode) }
      machine.possibleNodes = ids
    }
    bootEnd = (end + machine.blockPages - 1) / machine.blockPages
    makeDevices(highestNode: nodeID, farNode, &random)
  }

  /// Kernels on either side of each difference.
  private static let kernels: [8 of KernelVersion] = [
    .first, KernelVersion(5, 19), KernelVersion(6, 6), KernelVersion(6, 8),
    KernelVersion(6, 12), KernelVersion(6, 16), KernelVersion(7, 2), KernelVersion(7, 3),
  ]

  private mutating func makeParameters(_ random: inout SplitMix64) {
    machine.parameters.policy = Policy(
      onlinePolicy: random.oneIn(8) ? .contigZones : .autoMovable,
      autoMovableRatio: random.oneIn(3)
        ? UInt32(truncatingIfNeeded: random.pick([1, 25, 100, 200, 300, 400, 1000, 0]))
        : 301,
      isAutoMovableNUMAAware: !random.oneIn(3),
      isMovableNodeEnabled: random.oneIn(8))
    machine.geometry.conform(&machine.parameters.policy)
    machine.parameters.memmapOnMemory = random.oneIn(2) ? .enabled : .disabled
    if !random.oneIn(3) { machine.kernel = Self.kernels[random.below(8)] }
    let types: [8 of OnlineType] = [
      .online, .online, .online, .online, .offline, .offline, .onlineKernel,
      .onlineMovable,
    ]
    machine.autoOnlineType = types[random.below(8)]
    autoOnlineType = machine.autoOnlineType
  }

  /// Makes a node with memory from `end` on, and moves that past it.
  private mutating func makeNode(
    _ id: NodeID, from end: inout UInt64, _ random: inout SplitMix64
  ) {
    var node = Node(id: id)
    let geometry = machine.geometry
    let sectionPages = geometry.pagesPerSection
    if end == 0, strategy == .lowMemory || random.oneIn(4) {
      // A PC: a little below 16 MiB, most of 4 GiB, and what there is above.
      let start: UInt64 = random.oneIn(2) ? 1 : 0
      // Sometimes DMA ends in the 2 MiB in which the next zone begins.
      let border =
        random.oneIn(6) ? start + 1 + random.below(sectionPages / 32) : sectionPages / 8
      node[.dma] = .boot(start, border - start, of: geometry, &random)
      // The hole below 4 GiB begins at a section, or somewhere in one.
      var top = (1 + random.below(UInt64(31))) * sectionPages
      if random.oneIn(3) { top += sectionPages / 64 * random.below(UInt64(64)) }
      if random.oneIn(6) { top += random.below(sectionPages / 64) }
      // Or there is hardly one.
      if random.oneIn(6) { top = lowEnd - random.below(sectionPages / 32) }
      node[.dma32] = .boot(border, top - border, of: geometry, &random)
      end = top
      if !geometry.zones.contains(.dma32) {
        // Its memory is the DMA zone's then, if there is one.
        node[.dma] = .boot(start, top - start, of: geometry, &random)
        node[.dma32] = Zone()
      }
      if !geometry.zones.contains(.dma) { node[.dma] = Zone() }
      // Nothing is below 4 GiB then.
      if node[lowZone] == Zone() { end = 0 }
    }
    if end == 0 || !random.oneIn(3) {
      end = max(end, lowEnd)
      if random.oneIn(4) { end += random.below(UInt64(16)) * sectionPages }
      node[.normal] = .boot(end, memorySize(&random), of: geometry, &random)
      end = node[.normal].endPFN
    }
    if random.oneIn(5) {
      // As `kernelcore=` makes it.
      node[.movable] = .boot(
        max(end, lowEnd), memorySize(&random), of: geometry, &random)
      end = node[.movable].endPFN
    } else if end >= lowEnd, random.oneIn(8) {
      // A few pages that share their 2 MiB with what another node has.
      let type: ZoneType = node[.normal].isPopulated ? .movable : .normal
      node[type] = .boot(end, 1 + random.below(sectionPages / 64 - 1), of: geometry, &random)
      end = node[type].endPFN
    }
    machine.geometry.conform(&node)
    machine.nodes.append(node)
  }

  /// The zone below 4 GiB: of the DMA zones the higher one.
  var lowZone: ZoneType { machine.geometry.zones.contains(.dma32) ? .dma32 : .dma }

  /// The page past the memory that a PC has below 4 GiB: as many sections elsewhere.
  var lowEnd: UInt64 { 32 * machine.geometry.pagesPerSection }

  /// Makes one more node, with memory up to the last page that is addressable.
  ///
  /// It has nothing else: a kernel looks at one page in 512 of what a zone spans.
  private mutating func reachLastPage(_ id: NodeID, _ random: inout SplitMix64) {
    var node = Node(id: id)
    let pages = memorySize(&random)
    node[random.oneIn(2) ? .normal : .movable] = .boot(
      machine.geometry.pageCount - pages, pages, of: machine.geometry, &random)
    machine.nodes.append(node)
  }

  /// Lets a node have a zone for the memory of devices, which is no boot memory
  /// whatever it spans.
  private mutating func makeDeviceZone(_ random: inout SplitMix64) {
    guard machine.geometry.zones.contains(.device) else { return }
    let sectionPages = machine.geometry.pagesPerSection
    let index = random.below(machine.nodes.count)
    let start = random.oneIn(2) ? machine.nodes[index][.normal].startPFN : 1 << 30
    machine.nodes[index][.device] = Zone(
      startPFN: start, spannedPages: (1 + random.below(UInt64(8))) * sectionPages,
      presentPages: random.oneIn(2) ? 0 : sectionPages)
  }

  private func memorySize(_ random: inout SplitMix64) -> UInt64 {
    let sectionPages = machine.geometry.pagesPerSection
    var pages = (1 + random.below(UInt64(random.oneIn(4) ? 256 : 24))) * sectionPages
    if random.oneIn(5) { pages -= random.below(UInt64(64)) * (sectionPages / 64) }
    if random.oneIn(12) { pages -= random.below(sectionPages / 64) }
    return pages
  }

  private mutating func makeDevices(
    highestNode: Int32, _ farNode: NodeID?, _ random: inout SplitMix64
  ) {
    var next = bootEnd
    if strategy == .lowMemory {
      // The hole below 4 GiB.
      let holeStart =
        machine.memory?.last { $0.pages.endPFN <= lowEnd }?.pages.endPFN
        ?? machine.nodes[0][lowZone].endPFN
      let hole = (holeStart + machine.blockPages - 1) / machine.blockPages
      let end = lowEnd / machine.blockPages
      if hole < end {
        devices.append(
          device(at: hole, count: Int(min(end - hole, 64)), highestNode, &random))
      }
    }
    if let gap = gap(&random) {
      devices.append(
        device(at: gap.first, count: 1 + random.below(gap.count), highestNode, &random))
    }
    if let farNode, let node = machine.nodes.last, node.id == farNode {
      // Up to the boot memory at the end of all, or in its place.
      let count = 1 + random.below(12)
      // One of the two is empty and starts at 0.
      let start = max(node[.normal].startPFN, node[.movable].startPFN) / machine.blockPages
      let first = start - UInt64(random.oneIn(2) ? count : count / 2)
      var device = self.device(at: first, count: count, highestNode, &random)
      device.nodeID = farNode
      devices.append(device)
    }
    for _ in 0..<1 + random.below(4) {
      // At the boot memory's or the last device's end, or at a round number.
      if !random.oneIn(3) {
        next = (next + 63) / 64 * 64 + 64 * random.below(UInt64(3))
      }
      let count = random.oneIn(4) ? 1 + random.below(64) : 1 + random.below(12)
      devices.append(device(at: next, count: count, highestNode, &random))
      next += UInt64(count)
    }
  }

  private func device(
    at first: UInt64, count: Int, _ highestNode: Int32, _ random: inout SplitMix64
  ) -> PlannedDevice {
    let kinds: [8 of PlannedDevice.Kind] = [
      .virtio, .virtio, .virtio, .virtio, .dimm, .dimm, .dimm, .loose,
    ]
    let kind =
      strategy == .growShrink && !random.oneIn(4) ? .virtio : kinds[random.below(8)]
    return PlannedDevice(
      kind: kind,
      nodeID: NodeID(Int32(random.below(Int(highestNode) + 1))),
      firstBlock: first, blockCount: count,
      unitBlocks: random.oneIn(2) ? 1 : 1 << random.below(5),
      mapsItself: random.oneIn(4))
  }
}

extension Zone {
  /// A zone as boot leaves it: all of its span is there, or nearly.
  fileprivate static func boot(
    _ start: UInt64, _ pages: UInt64, of geometry: Geometry, _ random: inout SplitMix64
  ) -> Zone {
    // Fewer than a block's are missing.
    let most = min(pages, geometry.pagesPerSection / 32)
    let present = random.oneIn(4) ? pages - random.below(most) : pages
    let cma = random.oneIn(8) ? min(present, 512 * random.below(UInt64(256))) : 0
    return Zone(
      startPFN: start, spannedPages: pages, presentPages: present,
      presentEarlyPages: present, cmaPages: cma)
  }
}
