// SPDX-License-Identifier: MIT

package import TextFiles

/// A memory device in the ACPI namespace that is present from the start.
///
/// QEMU places everything that it hotplugs above 4 GiB. A device of this kind
/// names a range that the machine backs with RAM but that the kernel was told
/// nothing of (`memmap=exactmap`), so that the kernel adds it as it adds a DIMM,
/// wherever it is: below 4 GiB, beside or before ZONE_DMA32.
public struct ACPIMemoryDevice: Hashable, Sendable {
  /// The physical address.
  public let address: ByteCount

  /// The size, in bytes.
  public let size: ByteCount

  /// The node that the memory belongs to.
  public let node: Int

  /// Creates a device.
  public init(address: ByteCount, size: ByteCount, node: Int = 0) {
    self.address = address
    self.size = size
    self.node = node
  }
}

extension ACPIMemoryDevice {
  /// The addresses; that of a device that was checked doesn't overflow.
  var range: Range<UInt64> { address.rawValue..<address.rawValue + size.rawValue }
}

extension ACPIMemoryDevice {
  private enum Field: UInt8, JSONName {
    case address, size, node

    var name: StaticString {
      switch self {
      case .address: "address"
      case .size: "size"
      case .node: "node"
      }
    }
  }

  /// Reads a device; `node` may be left out and is 0 then.
  package init(_ reader: inout JSONReader) throws(JSONError) {
    var (address, size): (ByteCount?, ByteCount?)
    var node: UInt64 = 0
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .address: address = try ByteCount(&reader)
      case .size: size = try ByteCount(&reader)
      case .node: node = try reader.integer(in: 0...UInt64(Int32.max))
      }
    }
    self.address = try fields.require(address, .address)
    self.size = try fields.require(size, .size)
    self.node = Int(node)
  }

  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("address", address.rawValue)
    writer.field("size", size.rawValue)
    writer.field("node", UInt64(node))
    writer.endObject()
  }
}
