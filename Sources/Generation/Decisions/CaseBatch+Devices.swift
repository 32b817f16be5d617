// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A device.
private struct DeviceDraw: Draw {
  let bits: UInt64

  var node: UInt64 { field(at: 0, width: 16) }
  var unitKind: UInt64 { field(at: 16, width: 3) }
  var unitExponent: UInt64 { field(at: 16, width: 2) }
  var furtherBlocks: UInt64 { field(at: 20, width: 5) }
  /// Which blocks are online, and in which kind of zone.
  var mix: Int { index(at: 26, width: 3) }
  /// Shares of the blocks, in 256ths.
  var some: UInt64 { field(at: 30, width: 8) }
  var others: UInt64 { field(at: 38, width: 8) }
  var kind: UInt64 { field(at: 46, width: 3) }
}

extension CaseBatch {
  /// Adds a DIMM or a virtio-mem device with some of its blocks online, above
  /// all memory there is.
  mutating func addDevice(
    _ id: MemoryGroupID, _ section: inout UInt64, _ random: inout SplitMix64
  ) {
    let pages = state.geometry.pagesPerSection
    let draw = DeviceDraw(&random)
    let position = Int(
      truncatingIfNeeded: (draw.node &* UInt64(state.nodes.count)) >> 16)
    let nodeID = state.nodes[position].id
    let unitSections: UInt64 = 1 << (draw.unitKind < 4 ? 0 : draw.unitExponent)
    let blocks = 1 &+ draw.furtherBlocks
    // All movable, all kernel, none online, or a mix; multiplied and shifted, as
    // a division would cost more than a draw, and in a table, as nothing predicts
    // which of them it is.
    let some = (draw.some &* (blocks &+ 1)) >> 8
    let others = (draw.others &* (blocks &- some &+ 1)) >> 8
    let movables: [8 of UInt64] = [blocks, blocks, blocks, 0, 0, some, some, some]
    let kernels: [8 of UInt64] = [0, 0, 0, blocks, 0, others, others, others]
    let movable = movables[draw.mix]
    let kernel = kernels[draw.mix]
    let kind: MemoryGroup.Kind =
      draw.kind < 5
      ? .dynamic(unitPages: unitSections &* pages)
      : .static(maxPages: blocks &* pages)
    let first = (section &+ unitSections &- 1) & ~(unitSections &- 1)
    add(
      MemoryGroup(
        id: id, nodeID: nodeID, kind: kind, presentKernelPages: kernel &* pages,
        presentMovablePages: movable &* pages),
      at: first, blocks: blocks, on: position)
    section = first &+ blocks
  }

  /// Adds a group whose movable blocks come first and its kernel blocks next.
  private mutating func add(
    _ group: MemoryGroup, at first: UInt64, blocks: UInt64, on position: Int
  ) {
    let pages = state.geometry.pagesPerSection
    let movable = state.geometry.section(ofPFN: group.presentMovablePages)
    let kernel = state.geometry.section(ofPFN: group.presentKernelPages)
    addOnline(.movable, first, movable, group.nodeID, on: position)
    addOnline(.normal, first &+ movable, kernel, group.nodeID, on: position)
    append(group)
    devices.append(
      PageRange(startPFN: first &* pages, pageCount: blocks &* pages))
  }

  /// Onlines hotplugged sections: they count and extend the zone's span.
  private mutating func addOnline(
    _ type: ZoneType, _ first: UInt64, _ count: UInt64, _ nodeID: NodeID,
    on position: Int
  ) {
    guard count != 0 else { return }
    let pages = state.geometry.pagesPerSection
    state.sections.append(
      SectionRun(
        firstSection: first, sectionCount: count, zone: type, nodeID: nodeID))
    state.nodes[position].zones[Int(type.rawValue)]
      .append(PageRange(startPFN: first &* pages, pageCount: count &* pages))
  }

  /// Adds a group, which generators make such that registration accepts it.
  mutating func append(_ group: MemoryGroup) {
    do {
      try state.groups.restore(group)
    } catch {
      fatalError("generated group \(group.id.rawValue): \(error)")
    }
  }
}

extension Zone {
  /// Takes in memory that lies above all it has.
  fileprivate mutating func append(_ range: PageRange) {
    if spannedPages == 0 { startPFN = range.startPFN }
    spannedPages = range.endPFN &- startPFN
    presentPages &+= range.pageCount
  }
}
