// SPDX-License-Identifier: MIT

/// One online NUMA node with its zones. Mirrors `pg_data_t`.
@frozen
public struct Node: Sendable {
  /// The node's number. Mirrors `node_id`.
  public var id: NodeID

  /// The zones, indexed by the raw value of ``ZoneType``. Mirrors `node_zones`.
  public var zones: [5 of Zone]

  /// Creates a node whose zones are all empty.
  @inlinable
  public init(id: NodeID) {
    self.id = id
    self.zones = .init(repeating: Zone())
  }
}

extension Node {
  /// The zone of a type. Mirrors `NODE_DATA(nid)->node_zones[type]`.
  @inlinable
  public subscript(type: ZoneType) -> Zone {
    // By known positions, and in place: all zones would be copied otherwise.
    @inline(__always) get {
      switch type {
      case .dma: zones[0]
      case .dma32: zones[1]
      case .normal: zones[2]
      case .movable: zones[3]
      case .device: zones[4]
      }
    }
    @inline(__always) _modify { yield &zones[Int(type.rawValue)] }
  }
}

extension Node: Equatable {
  /// Compares the numbers and every field of all zones.
  @inlinable
  public static func == (lhs: Node, rhs: Node) -> Bool {
    guard lhs.id == rhs.id else { return false }
    for index in lhs.zones.indices where lhs.zones[index] != rhs.zones[index] {
      return false
    }
    return true
  }
}
