// SPDX-License-Identifier: MIT

package import TextFiles

/// A virtio-mem device: memory that grows and shrinks in blocks.
public struct VirtioMemoryDevice: Hashable, Sendable {
  /// The device's name in QEMU.
  public let id: String

  /// How large it can become, in bytes.
  public var size: ByteCount

  /// The node that its memory belongs to.
  public let node: Int

  /// The device's block size; absent, QEMU chooses (2 MiB on x86-64). Above the
  /// guest's memory block size the driver works in Big Block Mode.
  public let block: ByteCount?

  /// Whether its driver has each memory block hold its own memory map, where the kernel
  /// does that (`memmap_on_memory`). A plan's alone: no released driver does.
  public let usesMemmapOnMemory: Bool

  /// Creates a device.
  public init(
    id: String, size: ByteCount, node: Int = 0, block: ByteCount? = nil,
    usesMemmapOnMemory: Bool = false
  ) {
    self.id = id
    self.size = size
    self.node = node
    self.block = block
    self.usesMemmapOnMemory = usesMemmapOnMemory
  }
}

extension VirtioMemoryDevice {
  private enum Field: UInt8, JSONName {
    case id, size, node, block, memmapOnMemory

    var name: StaticString {
      switch self {
      case .id: "id"
      case .size: "size"
      case .node: "node"
      case .block: "block"
      case .memmapOnMemory: "memmap_on_memory"
      }
    }
  }

  /// Reads a device; `node` may be left out and is 0 then.
  package init(_ reader: inout JSONReader) throws(JSONError) {
    var id: String?
    var (size, block): (ByteCount?, ByteCount?)
    var node: UInt64 = 0
    var usesMemmapOnMemory = false
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .id: id = try reader.text()
      case .size: size = try ByteCount(&reader)
      case .node: node = try reader.integer(in: 0...UInt64(Int32.max))
      case .block: block = try ByteCount(&reader)
      case .memmapOnMemory: usesMemmapOnMemory = try reader.boolean()
      }
    }
    self.id = try fields.require(id, .id)
    self.size = try fields.require(size, .size)
    self.node = Int(node)
    self.block = block
    self.usesMemmapOnMemory = usesMemmapOnMemory
  }

  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("id", id)
    writer.field("size", size.rawValue)
    writer.field("node", UInt64(node))
    writer.field("block", block?.rawValue)
    if usesMemmapOnMemory { writer.field("memmap_on_memory", true) }
    writer.endObject()
  }
}
