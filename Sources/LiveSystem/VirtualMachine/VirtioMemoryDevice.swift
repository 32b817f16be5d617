// SPDX-License-Identifier: MIT

/// A virtio-mem device: memory that grows and shrinks in blocks.
public struct VirtioMemoryDevice: Hashable, Sendable, Codable {
  /// The device's name in QEMU.
  public let id: String

  /// How large it can become, in bytes.
  public let size: ByteCount

  /// The node that its memory belongs to.
  public let node: Int

  /// The device's block size; absent, QEMU chooses (2 MiB on x86-64). Above the
  /// guest's memory block size the driver works in Big Block Mode.
  public let block: ByteCount?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case id, size, node, block
  }
}

extension VirtioMemoryDevice {
  /// Reads a device; `node` may be left out and is 0 then.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    size = try container.decode(ByteCount.self, forKey: .size)
    node = try container.decodeIfPresent(Int.self, forKey: .node) ?? 0
    block = try container.decodeIfPresent(ByteCount.self, forKey: .block)
  }
}
