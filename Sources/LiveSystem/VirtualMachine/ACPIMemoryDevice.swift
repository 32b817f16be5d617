// SPDX-License-Identifier: MIT

/// A memory device in the ACPI namespace that is present from the start.
///
/// QEMU places everything that it hotplugs above 4 GiB. A device of this kind
/// names a range that the machine backs with RAM but that the kernel was told
/// nothing of (`memmap=exactmap`), so that the kernel adds it as it adds a DIMM,
/// wherever it is: below 4 GiB, beside or before ZONE_DMA32.
public struct ACPIMemoryDevice: Hashable, Sendable, Codable {
  /// The physical address.
  public let address: ByteCount

  /// The size, in bytes.
  public let size: ByteCount

  /// The node that the memory belongs to.
  public let node: Int

  enum CodingKeys: String, CodingKey, CaseIterable {
    case address, size, node
  }
}

extension ACPIMemoryDevice {
  /// Reads a device; `node` may be left out and is 0 then.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    address = try container.decode(ByteCount.self, forKey: .address)
    size = try container.decode(ByteCount.self, forKey: .size)
    node = try container.decodeIfPresent(Int.self, forKey: .node) ?? 0
  }
}
