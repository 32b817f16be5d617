// SPDX-License-Identifier: MIT

import AutoMovable

extension HotplugMachine {
  /// A machine with 4 GiB of boot memory, blocks 0 to 31, in the zone `DMA32`
  /// of node 0.
  static func example(
    _ onlinePolicy: OnlinePolicy = .autoMovable, ratio: UInt32 = 301,
    nodes: [Node] = [], auto onlineType: OnlineType = .offline,
    memmapOnMemory: Bool = false, blockPages: UInt64 = Geometry.x86_64.minimumBlockPages
  ) throws -> HotplugMachine {
    try HotplugMachine(
      nodes: nodes.isEmpty ? [.dma32] : nodes, blockPages: blockPages,
      parameters: ModuleParameters(
        policy: Policy(onlinePolicy: onlinePolicy, autoMovableRatio: ratio),
        memmapOnMemory: memmapOnMemory ? .enabled : .disabled),
      autoOnlineType: onlineType)
  }

  /// Adds blocks to node 0 or to a group.
  mutating func add(
    _ first: UInt64, count: UInt64 = 1, to target: MemoryTarget = .node(0),
    memmapOnMemory: Bool = false
  ) throws {
    try addMemory(
      Self.range(first, count), to: target, usesMemmapOnMemory: memmapOnMemory)
  }

  /// The pages of blocks.
  static func range(_ first: UInt64, _ count: UInt64 = 1) -> PageRange {
    let pages = Geometry.x86_64.minimumBlockPages
    return PageRange(startPFN: first * pages, pageCount: count * pages)
  }

  /// The zones of blocks, `nil` for offline ones.
  func zones(_ ids: Range<UInt64>) -> [ZoneType?] {
    ids.map { block(MemoryBlockID($0))?.zone }
  }

  /// A zone of node 0.
  func zone(_ type: ZoneType, node: Int = 0) -> Zone { state.nodes[node][type] }

  /// All that can be seen from outside but for blocks.
  var books: Books {
    Books(
      nodes: state.nodes, totals: nodeExtents, groups: state.groups.groups,
      sections: state.sections, blockCount: addedBlockCount)
  }

  /// A copy of the counters, spans and sections of a machine.
  struct Books: Equatable {
    let nodes: [Node]
    let totals: [NodeExtent]
    let groups: [MemoryGroup]
    let sections: [SectionRun]
    let blockCount: UInt64
  }
}

extension Node {
  /// 4 GiB of boot memory from page 0 on, in `DMA32`.
  static var dma32: Node {
    var node = Node(id: 0)
    node[.dma32] = Zone(
      spannedPages: 1 << 20, presentPages: 1 << 20, presentEarlyPages: 1 << 20)
    return node
  }

  /// Boot memory in `Normal`, given in blocks.
  static func normal(_ first: UInt64, count: UInt64, id: NodeID) -> Node {
    let pages = count * Geometry.x86_64.minimumBlockPages
    var node = Node(id: id)
    node[.normal] = Zone(
      startPFN: first * Geometry.x86_64.minimumBlockPages, spannedPages: pages, presentPages: pages,
      presentEarlyPages: pages)
    return node
  }
}
