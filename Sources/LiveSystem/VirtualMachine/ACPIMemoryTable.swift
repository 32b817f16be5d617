// SPDX-License-Identifier: MIT

import Scenarios

/// An ACPI table (SSDT) that announces memory devices, as AML byte code.
struct ACPIMemoryTable {
  /// The table, its header included.
  let bytes: [UInt8]

  /// Describes devices that are present and enabled.
  init(_ devices: [ACPIMemoryDevice]) {
    let scope = devices.enumerated().flatMap { Self.device($0.element, number: $0.offset) }
    let body = [0x10] + Self.package(Array("\\_SB_".utf8) + scope)

    var table = Array("SSDT".utf8)
    table += Self.little(UInt32(36 + body.count))
    table += [2, 0]  // revision; checksum, below
    table += "AUTOMVHOTMEM  ".utf8
    table += Self.little(UInt32(1))
    table += "AMOV".utf8
    table += Self.little(UInt32(1))
    table += body
    table[9] = table.reduce(0, &-)  // all bytes add up to 0
    bytes = table
  }

  private static func device(_ device: ACPIMemoryDevice, number: Int) -> [UInt8] {
    let digits = String(number, radix: 16, uppercase: true)
    let name = "HM" + String(repeating: "0", count: max(0, 2 - digits.count)) + digits
    var content = Array(name.utf8)
    content += named("_HID", [0x0C, 0x41, 0xD0, 0x0C, 0x80])  // EISA id PNP0C80
    content += named("_UID", [0x0C] + little(UInt32(0x1000 + number)))
    content += named("_PXM", [0x0C] + little(UInt32(device.node)))
    content += named("_STA", [0x0A, 0x0F])
    let resources = resources(device)
    content += named("_CRS", [0x11] + package([0x0A, UInt8(resources.count)] + resources))
    return [0x5B, 0x82] + package(content)
  }

  /// A QWord address space descriptor (cacheable, writable memory at a fixed
  /// place), and the end tag.
  private static func resources(_ device: ACPIMemoryDevice) -> [UInt8] {
    let (address, size) = (device.address.rawValue, device.size.rawValue)
    let fields: [UInt64] = [0, address, address + size - 1, 0, size]
    return [0x8A, 0x2B, 0x00, 0x00, 0x0C, 0x03] + fields.flatMap(little) + [0x79, 0x00]
  }

  private static func named(_ name: String, _ object: [UInt8]) -> [UInt8] {
    [0x08] + Array(name.utf8) + object
  }

  /// Content behind its length, which counts its own bytes too.
  private static func package(_ content: [UInt8]) -> [UInt8] {
    if content.count + 1 < 0x40 { return [UInt8(content.count + 1)] + content }
    let short = content.count + 2
    if short < 0x1000 { return [0x40 | UInt8(short & 0xF), UInt8(short >> 4)] + content }
    let long = content.count + 3
    return [0x80 | UInt8(long & 0xF), UInt8(long >> 4 & 0xFF), UInt8(long >> 12)] + content
  }

  private static func little(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
