// SPDX-License-Identifier: MIT

public import AutoMovable

/// A memory group as the kernel held it at the moment of a decision.
public struct CaptureGroup: Hashable, Sendable {
  /// The group's address in the kernel, as in `0xffff888005b05c40`.
  public let address: String

  /// The group's node.
  public let nodeID: NodeID

  /// Static or dynamic, with its size.
  public let kind: MemoryGroup.Kind

  /// `present_kernel_pages`.
  public let presentKernelPages: UInt64

  /// `present_movable_pages`.
  public let presentMovablePages: UInt64
}

extension CaptureGroup: Decodable {
  private enum CodingKeys: String, CodingKey {
    case address = "id"
    case nodeID = "nid"
    case isDynamic = "dynamic"
    case size = "unit_or_max"
    case presentKernelPages = "kernel"
    case presentMovablePages = "movable"
  }

  /// Reads a group; see `docs/formats.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    address = try container.decode(String.self, forKey: .address)
    nodeID = NodeID(try container.integer(Int32.self, forKey: .nodeID))
    presentKernelPages = try container.integer(UInt64.self, forKey: .presentKernelPages)
    presentMovablePages = try container.integer(UInt64.self, forKey: .presentMovablePages)

    let size = try container.integer(UInt64.self, forKey: .size)
    // The kernel's own flag is a byte; a capture may hold it as a boolean.
    if let flag = try? container.decode(Bool.self, forKey: .isDynamic) {
      kind = flag ? .dynamic(unitPages: size) : .static(maxPages: size)
    } else {
      let flag = try container.integer(UInt8.self, forKey: .isDynamic)
      kind = flag != 0 ? .dynamic(unitPages: size) : .static(maxPages: size)
    }
  }
}
