// SPDX-License-Identifier: MIT

/// A hotpluggable memory device as QEMU reports it.
public struct CaptureDevice: Hashable, Sendable {
  /// The device's name.
  public let id: String

  /// The address of its memory, in bytes.
  public let address: UInt64

  /// The most memory that it can have, in bytes.
  public let maximumSize: UInt64

  /// Whether it is a virtio-mem device, whose memory group is dynamic.
  public let isVirtioMem: Bool
}

extension CaptureDevice: Decodable {
  private enum CodingKeys: String, CodingKey {
    case type
    case id
    case dimmAddress = "addr"
    case virtioMemAddress = "memaddr"
    case size
    case maximumSize = "max-size"
  }

  /// Reads a device; see `docs/formats.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decodeIfPresent(String.self, forKey: .id) ?? ""
    isVirtioMem = try container.decode(String.self, forKey: .type) == "virtio-mem"
    if let address = try container.integerIfPresent(UInt64.self, forKey: .virtioMemAddress) {
      self.address = address
    } else {
      address = try container.integer(UInt64.self, forKey: .dimmAddress)
    }
    if let size = try container.integerIfPresent(UInt64.self, forKey: .maximumSize) {
      maximumSize = size
    } else {
      maximumSize = try container.integer(UInt64.self, forKey: .size)
    }
  }
}

extension CaptureDevice {
  /// Whether an address lies in the device's memory.
  public func contains(_ address: UInt64) -> Bool {
    address >= self.address && address - self.address < maximumSize
  }
}
