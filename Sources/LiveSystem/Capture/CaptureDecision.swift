// SPDX-License-Identifier: MIT

public import AutoMovable

/// A call of `zone_for_pfn_range` and its result.
public struct CaptureDecision: Hashable, Sendable {
  /// The task that asked, as in `kworker/0:1-17`.
  public let task: String?

  /// What was wished for.
  public let onlineType: OnlineType

  /// The node of the memory.
  public let nodeID: NodeID

  /// The memory.
  public let range: PageRange

  /// The memory's group, with its counters at that moment.
  public let group: CaptureGroup?

  /// The zone that the kernel picked.
  public let zone: ZoneType

  /// The node of that zone.
  public let zoneNodeID: NodeID
}

extension CaptureDecision: Decodable {
  private enum CodingKeys: String, CodingKey {
    case task
    case onlineType = "online_type"
    case nodeID = "nid"
    case startPFN = "pfn"
    case pageCount = "nr"
    case group
    case zone
    case zoneNodeID = "znode"
  }

  /// Reads a decision; see `docs/formats.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    task = try container.decodeIfPresent(String.self, forKey: .task)

    let type = try container.integer(Int.self, forKey: .onlineType)
    guard let rawType = UInt8(exactly: type), let onlineType = OnlineType(rawValue: rawType)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .onlineType, in: container,
        debugDescription: "expected 0 to 3, found \(type)")
    }
    self.onlineType = onlineType

    nodeID = try Self.node(forKey: .nodeID, in: container)
    zoneNodeID = try Self.node(forKey: .zoneNodeID, in: container)
    range = PageRange(
      startPFN: try container.integer(UInt64.self, forKey: .startPFN),
      pageCount: try container.integer(UInt64.self, forKey: .pageCount))
    group = try container.decodeIfPresent(CaptureGroup.self, forKey: .group)

    let name = try container.decode(String.self, forKey: .zone)
    guard let zone = ZoneType(name: name) else {
      throw DecodingError.dataCorruptedError(
        forKey: .zone, in: container,
        debugDescription: "expected DMA, DMA32, Normal, Movable or Device, found \(name.quoted)")
    }
    self.zone = zone
  }

  private static func node(
    forKey key: CodingKeys, in container: KeyedDecodingContainer<CodingKeys>
  ) throws -> NodeID {
    let id = NodeID(try container.integer(Int32.self, forKey: key))
    guard id.isPossible else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "expected 0 to \(NodeID.maximumCount - 1), found \(id.rawValue)")
    }
    return id
  }
}
