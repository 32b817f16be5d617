// SPDX-License-Identifier: MIT

internal import Foundation

/// The guest's memory, read from outside through QEMU.
///
/// Addresses hold for a kernel that was booted with `nokaslr`.
struct GuestMemory {
  /// Where the kernel's image is mapped, on x86-64.
  private static let imageBase: UInt64 = 0xffff_ffff_8000_0000

  /// Where a kernel that can't move them has all memory and the pages' structs, with
  /// page tables of four levels.
  private static let fixedBases: [String: UInt64] = [
    "page_offset_base": 0xffff_8880_0000_0000, "vmemmap_base": 0xffff_ea00_0000_0000,
  ]

  /// The address of the page with PFN 0 in a kernel that can't move its map of pages.
  static var fixedPageArray: UInt64? { fixedBases["vmemmap_base"] }

  /// The symbols that are looked up.
  static let symbolNames = ["__start_BTF", "__stop_BTF"]

  /// Those that not every kernel has.
  static let optionalSymbolNames = fixedBases.keys.sorted()

  private let monitor: QMPClient
  private let scratchFile: String
  private let symbols: KernelSymbols

  /// - Parameter scratchFile: A path that QEMU can write to.
  init(monitor: QMPClient, symbols: KernelSymbols, scratchFile: String) {
    self.monitor = monitor
    self.symbols = symbols
    self.scratchFile = scratchFile
  }

  /// The kernel's description of its types.
  func typeFormat() throws(LiveError) -> TypeFormat {
    let start = try symbols.address(of: "__start_BTF")
    let end = try symbols.address(of: "__stop_BTF")
    guard start < end, end - start < 64 << 20 else { throw .kernel("BTF: there is none") }
    return try TypeFormat(bytes: image(at: start, count: Int(end - start)))
  }

  /// The address of the page with PFN 0.
  func pageArray() throws(LiveError) -> UInt64 {
    try base("vmemmap_base")
  }

  /// The base of a mapping: the kernel's variable if it has one.
  private func base(_ symbol: String) throws(LiveError) -> UInt64 {
    if let address = symbols[symbol] { return KernelWords(try image(at: address, count: 8))[0] }
    return Self.fixedBases[symbol] ?? 0
  }

  /// What the kernel allocated and has a pointer to.
  func allocated(
    _ name: String, at pointer: UInt64, count: Int
  ) throws(LiveError) -> [UInt8] {
    let directMap = try base("page_offset_base")
    guard pointer >= directMap, pointer < Self.imageBase else {
      throw .kernel("\(name) is outside of the direct map")
    }
    return try physical(at: pointer - directMap, count: count)
  }

  func image(at address: UInt64, count: Int) throws(LiveError) -> [UInt8] {
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
