// SPDX-License-Identifier: MIT

internal import AutoMovable
internal import Foundation

/// The guest's memory, read from outside through QEMU.
///
/// Addresses are found without the guest's help but for `/proc/kallsyms`; they
/// hold for a kernel that was booted with `nokaslr`.
struct KernelMemory {
  /// Where the kernel's image is mapped, on x86-64.
  private static let imageBase: UInt64 = 0xffff_ffff_8000_0000

  /// Where a kernel that can't move them has all memory and the pages' structs, with
  /// page tables of four levels.
  private static let fixedBases: [String: UInt64] = [
    "page_offset_base": 0xffff_8880_0000_0000, "vmemmap_base": 0xffff_ea00_0000_0000,
  ]

  /// The address of the page with PFN 0 in a kernel that can't move its map of pages.
  static var fixedPageArray: UInt64? { fixedBases["vmemmap_base"] }

  private let monitor: QMPClient
  private let scratchFile: String
  private let symbols: [String: UInt64]

  /// The symbols that are looked up.
  static let symbolNames = [
    "__start_BTF", "__stop_BTF", "node_data", "memory_groups",
  ]

  /// Those that not every kernel has.
  static let optionalSymbolNames = fixedBases.keys.sorted()

  /// - Parameters:
  ///   - symbols: The addresses of `symbolNames`, and of the optional ones as far as
  ///     they are there.
  ///   - scratchFile: A path that QEMU can write to.
  init(monitor: QMPClient, symbols: [String: UInt64], scratchFile: String) {
    self.monitor = monitor
    self.symbols = symbols
    self.scratchFile = scratchFile
  }

  /// The kernel's description of its types.
  func typeFormat() throws(LiveError) -> TypeFormat {
    let start = try address(of: "__start_BTF")
    let end = try address(of: "__stop_BTF")
    guard start < end, end - start < 64 << 20 else { throw .kernel("BTF: there is none") }
    return try TypeFormat(bytes: image(at: start, count: Int(end - start)))
  }

  /// The address of the page with PFN 0.
  func pageArray() throws(LiveError) -> UInt64 {
    try base("vmemmap_base")
  }

  /// The nodes and their zones, from their structs.
  ///
  /// - Parameters:
  ///   - nodes: How many nodes there may be.
  ///   - zoneNames: The names of the zones, by index.
  func nodes(
    _ layout: KernelLayout, count nodes: Int, zoneNames: [String]
  ) throws(LiveError) -> [Int: KernelNode] {
    let pointers = Words(try image(at: address(of: "node_data"), count: 8 * nodes))
    var result: [Int: KernelNode] = [:]
    for node in 0..<nodes {
      let pointer = pointers[8 * node]
      if pointer == 0 { continue }
      let data = Words(try allocated("node_data[\(node)]", at: pointer, count: layout.node.size))
      // A wrong guess at addresses or offsets would show here.
      guard Int(data[layout.node.id] & 0xFFFF_FFFF) == node else {
        throw .kernel("node_data[\(node)] is not that node's")
      }
      var zones: [String: CaptureZone.Raw] = [:]
      for (index, name) in zoneNames.enumerated() {
        let zone = layout.node.zones + index * layout.zone.size
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
    let head = Words(
      try image(at: address(of: "memory_groups"), count: layout.treeHead + 8))[layout.treeHead]
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
      let data = Words(try allocated("memory group \(first)", at: entry, count: group.size))
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
    let data = Words(try allocated("memory_groups", at: entry - 2, count: node.size))
    for slot in 0..<node.slotCount {
      try collect(
        data[node.slots + 8 * slot], first: first + UInt64(slot) << UInt64(data.byte(node.shift)),
        depth: depth + 1, layout, into: &groups)
    }
  }

  private func address(of symbol: String) throws(LiveError) -> UInt64 {
    guard let address = symbols[symbol] else { throw .kernel("no symbol \(symbol)") }
    return address
  }

  /// The base of a mapping: the kernel's variable if it has one.
  private func base(_ symbol: String) throws(LiveError) -> UInt64 {
    if let address = symbols[symbol] { return Words(try image(at: address, count: 8))[0] }
    return Self.fixedBases[symbol] ?? 0
  }

  /// What the kernel allocated and has a pointer to.
  private func allocated(
    _ name: String, at pointer: UInt64, count: Int
  ) throws(LiveError) -> [UInt8] {
    let directMap = try base("page_offset_base")
    guard pointer >= directMap, pointer < Self.imageBase else {
      throw .kernel("\(name) is outside of the direct map")
    }
    return try physical(at: pointer - directMap, count: count)
  }

  private func image(at address: UInt64, count: Int) throws(LiveError) -> [UInt8] {
    guard address >= Self.imageBase else {
      throw .kernel("address 0x\(String(address, radix: 16)) is outside of the kernel's image")
    }
    return try physical(at: address - Self.imageBase, count: count)
  }

  private func physical(at address: UInt64, count: Int) throws(LiveError) -> [UInt8] {
    try monitor.execute(
      "pmemsave",
      [
        "val": .unsigned(address), "size": .integer(Int64(count)),
        "filename": .string(scratchFile),
      ])
    defer { try? FileManager.default.removeItem(atPath: scratchFile) }
    guard let data = FileManager.default.contents(atPath: scratchFile), data.count == count else {
      throw .machine("QEMU did not save \(count) bytes of the guest's memory")
    }
    return [UInt8](data)
  }
}

/// Bytes as little-endian words of 64 bits.
private struct Words {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  subscript(_ offset: Int) -> UInt64 {
    bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  func byte(_ offset: Int) -> UInt8 { bytes[offset] }
}
