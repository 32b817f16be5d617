// SPDX-License-Identifier: MIT

internal import Foundation

/// The guest's memory, read from outside through QEMU.
///
/// Addresses are found without the guest's help but for `/proc/kallsyms`; they
/// hold for a kernel that was booted with `nokaslr`.
struct KernelMemory {
  /// Where the kernel's image is mapped, on x86-64.
  private static let imageBase: UInt64 = 0xffff_ffff_8000_0000

  private let monitor: QMPClient
  private let scratchFile: String
  private let symbols: [String: UInt64]

  /// The symbols that are looked up.
  static let symbolNames = [
    "__start_BTF", "__stop_BTF", "node_data", "page_offset_base", "vmemmap_base",
  ]

  /// - Parameters:
  ///   - symbols: The addresses of `symbolNames`.
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
    try variable("vmemmap_base")
  }

  /// The zones of all nodes, from their structs.
  ///
  /// - Parameters:
  ///   - nodes: How many nodes there may be.
  ///   - zoneNames: The names of the zones, by index.
  func zones(
    _ layout: KernelLayout, nodes: Int, zoneNames: [String]
  ) throws(LiveError) -> [Int: [String: CaptureZone.Raw]] {
    let directMap = try variable("page_offset_base")
    let pointers = Words(try image(at: address(of: "node_data"), count: 8 * nodes))
    var result: [Int: [String: CaptureZone.Raw]] = [:]
    for node in 0..<nodes {
      let pointer = pointers[8 * node]
      if pointer == 0 { continue }
      guard pointer >= directMap else {
        throw .kernel("node_data[\(node)] is outside of the direct map")
      }
      let data = Words(try physical(at: pointer - directMap, count: layout.node.size))
      // A wrong guess at addresses or offsets would show here.
      guard Int(data[layout.node.id] & 0xFFFF_FFFF) == node else {
        throw .kernel("node_data[\(node)] is not that node's")
      }
      for (index, name) in zoneNames.enumerated() {
        let zone = layout.node.zones + index * layout.zone.size
        result[node, default: [:]][name] = CaptureZone.Raw(
          startPFN: data[zone + layout.zone.startPFN],
          spanned: data[zone + layout.zone.spannedPages],
          present: data[zone + layout.zone.presentPages],
          presentEarly: data[zone + layout.zone.presentEarlyPages],
          managed: data[zone + layout.zone.managedPages])
      }
    }
    return result
  }

  private func address(of symbol: String) throws(LiveError) -> UInt64 {
    guard let address = symbols[symbol] else { throw .kernel("no symbol \(symbol)") }
    return address
  }

  private func variable(_ symbol: String) throws(LiveError) -> UInt64 {
    Words(try image(at: address(of: symbol), count: 8))[0]
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
}
