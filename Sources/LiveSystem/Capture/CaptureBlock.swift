// SPDX-License-Identifier: MIT

public import AutoMovable

/// A memory block as sysfs shows it.
public struct CaptureBlock: Hashable, Sendable {
  /// The number of the block: its address / the size of a block.
  public let index: UInt64

  /// The text of `state`.
  public let state: String

  /// The text of `valid_zones`.
  public let validZones: String

  /// The nodes that the block is linked to.
  public let nodes: [Int32]
}

extension CaptureBlock {
  /// Whether the block is online.
  public var isOnline: Bool { state == "online" }

  /// The zone of an online block; `nil` if several zones share the block.
  public var zone: ZoneType? { ZoneType(name: validZones) }

  /// The block's first node.
  public var nodeID: NodeID { NodeID(nodes.first ?? 0) }
}

extension CaptureBlock {
  /// Reads a row, whose cells are in the order of the fields.
  init(from row: consuming any UnkeyedDecodingContainer, fields: [String]) throws {
    var index: UInt64?
    var state: String?
    var validZones: String?
    var nodes: [Int32] = []
    for field in fields where !row.isAtEnd {
      switch field {
      case "index": index = try row.decode(UInt64.self)
      case "state": state = try row.decode(String.self)
      case "valid_zones": validZones = try row.decode(String.self)
      case "nodes": nodes = try row.decode([Int32].self)
      default: _ = try row.decode(IgnoredValue.self)
      }
    }
    guard let index, let state, let validZones else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: row.codingPath,
          debugDescription: "expected a row with index, state and valid_zones"))
    }
    self.init(index: index, state: state, validZones: validZones, nodes: nodes)
  }
}

/// A value that nobody looks at.
private struct IgnoredValue: Decodable {
  init(from decoder: any Decoder) throws {}
}
