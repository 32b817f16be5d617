// SPDX-License-Identifier: MIT

internal import AutoMovable

/// The counters and groups in a kernel's memory.
struct KernelMemory {
  /// The symbols that are looked up.
  static let symbolNames = ["node_data", "memory_groups"]

  private let source: KernelMemorySource
  private let symbols: KernelSymbols

  /// - Parameter symbols: The addresses of `symbolNames`.
  init(_ source: KernelMemorySource, _ symbols: KernelSymbols) {
    self.source = source
    self.symbols = symbols
  }

  /// The nodes and their zones, from their structs.
  ///
  /// - Parameter zones: What `/proc/zoneinfo` said just before; which zones there are
  ///   depends on the kernel's configuration.
  /// - Throws: If the two aren't of the same moment, or the kernel's memory isn't as was
  ///   expected.
  func nodes(
    _ layout: KernelLayout, of zones: [CaptureZone]
  ) throws(LiveError) -> [Int: KernelNode] {
    let types = ZoneType.allCases.filter { type in zones.contains { $0.type == type } }
    let ids = Set(zones.map { Int($0.nodeID.rawValue) }).sorted()
    let nodes = try nodes(layout, ids, zoneNames: types.map(\.description))
    for zone in zones {
      let raw = nodes[Int(zone.nodeID.rawValue)]?.zones[zone.type.description]
      guard raw?.present == zone.present else {
        throw .kernel(
          "node \(zone.nodeID), zone \(zone.type): /proc/zoneinfo and memory do not agree")
      }
    }
    return nodes
  }

  private func nodes(
    _ layout: KernelLayout, _ nodes: [Int], zoneNames: [String]
  ) throws(LiveError) -> [Int: KernelNode] {
    let pointers = KernelWords(
      try source.image(
        at: symbols.address(of: "node_data"), count: 8 * ((nodes.max() ?? -1) + 1)))
    var result: [Int: KernelNode] = [:]
    for node in nodes {
      let pointer = pointers[8 * node]
      if pointer == 0 { continue }
      let data = KernelWords(
        try source.allocated("node_data[\(node)]", at: pointer, count: layout.node.size))
      // A wrong guess at addresses or offsets would show here.
      guard Int(data[layout.node.id] & 0xFFFF_FFFF) == node else {
        throw .kernel("node_data[\(node)] is not that node's")
      }
      var zones: [String: CaptureZone.Raw] = [:]
      for (index, name) in zoneNames.enumerated() {
        let zone = layout.node.zones + index * layout.zone.size
        guard zone + layout.zone.size <= layout.node.size else {
          throw .kernel("struct pglist_data: no room for the zone \(name)")
        }
        zones[name] = CaptureZone.Raw(
          startPFN: data[zone + layout.zone.startPFN],
          spanned: data[zone + layout.zone.spannedPages],
          present: data[zone + layout.zone.presentPages],
          presentEarly: data[zone + layout.zone.presentEarlyPages],
          managed: data[zone + layout.zone.managedPages])
      }
      let counters = CaptureNode(
        nodeID: NodeID(Int32(node)), startPFN: data[layout.node.startPFN],
        spanned: data[layout.node.spannedPages], present: data[layout.node.presentPages])
      result[node] = KernelNode(counters: counters, zones: zones)
    }
    return result
  }

  /// The registered memory groups, by ascending number: what the xarray
  /// `memory_groups` holds.
  func groups(_ layout: KernelLayout) throws(LiveError) -> [CaptureGroup] {
    let head = KernelWords(
      try source.image(
        at: symbols.address(of: "memory_groups"), count: layout.treeHead + 8))[layout.treeHead]
    var groups: [CaptureGroup] = []
    try collect(head, first: 0, depth: 0, layout, into: &groups)
    return groups
  }

  /// Follows an entry of the xarray: a node of the tree, or a group.
  private func collect(
    _ entry: UInt64, first: UInt64, depth: Int, _ layout: KernelLayout,
    into groups: inout [CaptureGroup]
  ) throws(LiveError) {
    if entry == 0 { return }
    guard entry & 3 == 2 else {
      let group = layout.group
      let data = KernelWords(
        try source.allocated("memory group \(first)", at: entry, count: group.size))
      let size = data[group.unitPages]
      groups.append(
        CaptureGroup(
          address: entry, nodeID: NodeID(Int32(truncatingIfNeeded: data[group.node])),
          kind: data.byte(group.isDynamic) != 0
            ? .dynamic(unitPages: size) : .static(maxPages: size),
          presentKernelPages: data[group.presentKernelPages],
          presentMovablePages: data[group.presentMovablePages], number: first))
      return
    }
    // Internal entries below a page are marks, not nodes.
    guard entry > 4096, depth < 4 else { return }
    let node = layout.treeNode
    let data = KernelWords(try source.allocated("memory_groups", at: entry - 2, count: node.size))
    for slot in 0..<node.slotCount {
      try collect(
        data[node.slots + 8 * slot], first: first &+ UInt64(slot) << UInt64(data.byte(node.shift)),
        depth: depth + 1, layout, into: &groups)
    }
  }
}
